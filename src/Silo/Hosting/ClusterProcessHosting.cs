using SessionGrains.Silo.Clustering;
using SessionGrains.Silo.Redaction;
using SessionGrains.Silo.Startup;
using SessionGrains.Silo.Storage;

namespace SessionGrains.Silo.Hosting;

internal static class ClusterProcessHosting
{
    /// <summary>Adds what silos and front doors have in common.</summary>
    /// <exception cref="StartRefusedException">The configuration is wrong; the message says what to set.</exception>
    public static (SessionClusterOptions Cluster, StorageOptions Storage) AddClusterProcess(this IHostApplicationBuilder builder)
    {
        var cluster = SessionClusterOptions.Read(builder.Configuration);
        var storage = StorageOptions.Read(builder.Configuration, cluster.Mode, builder.Environment.IsDevelopment());
        ShutdownOptions.Read(builder.Configuration, cluster.Mode).Apply(builder.Services);
        builder.AddOrleansLogLevels();
        builder.AddLogRedaction();
        ExceptionSerialization.AllowPolly(builder.Services);
        StdinShutdown.AddIfAsked(builder);
        builder.Services.AddSingleton(cluster);
        builder.Services.AddSingleton(storage);
        builder.Services.AddSingleton<ClusterReach>();
        return (cluster, storage);
    }
}
