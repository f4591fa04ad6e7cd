using Microsoft.Extensions.Hosting;
using SessionGrains.Silo.Hosting;

namespace SessionGrains.Silo;

/// <summary>A process that is a silo and nothing else.</summary>
internal static class SiloProgram
{
    private static Task<int> Main(string[] args) => SessionGrainsHost.RunAsync(() =>
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.AddDefault("Cluster:Mode", nameof(ClusterMode.Localhost));
        builder.AddSessionSilo();
        return builder.Build();
    });
}
