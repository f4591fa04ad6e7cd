using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace SessionGrains.Silo.Hosting;

/// <summary>
/// What Orleans throws when it finds no silo for a session in time is Polly's, which Orleans by itself does not send from silo to silo: the caller would be
/// told that there is no codec, which says nothing about the session and is no reason to try again.
/// </summary>
internal static class ExceptionSerialization
{
    public static void Send(IServiceCollection services) =>
        services.Configure<ExceptionSerializationOptions>(static options => options.SupportedNamespacePrefixes.Add("Polly"));
}
