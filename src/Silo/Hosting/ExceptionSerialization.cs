using Orleans.Serialization;

namespace SessionGrains.Silo.Hosting;

/// <summary>
/// Allows Polly's exceptions in messages. Orleans throws one when it finds no silo for a session in time, but does not serialize it by default: the caller would
/// get a missing codec instead, and could not tell that a retry makes sense.
/// </summary>
internal static class ExceptionSerialization
{
    public static void AllowPolly(IServiceCollection services) =>
        services.Configure<ExceptionSerializationOptions>(static options => options.SupportedNamespacePrefixes.Add("Polly"));
}
