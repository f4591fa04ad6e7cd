using SessionGrains.Silo.Hosting;

namespace SessionGrains.Api.Rehearsal;

/// <summary>Registers the rehearsal.</summary>
internal static class RehearsalServices
{
    /// <param name="builder">The host.</param>
    /// <param name="compose">Builds a host of the same services.</param>
    public static WebApplicationBuilder AddRehearsal(this WebApplicationBuilder builder, Func<WebApplicationBuilder, WebApplication> compose)
    {
        var options = WarmUpOptions.Read(builder.Configuration, builder.Environment.IsDevelopment());
        if (options.Enabled == true)
            builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<Rehearsal>(services, compose, options));

        return builder;
    }
}
