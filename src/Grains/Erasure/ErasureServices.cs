namespace SessionGrains.Erasure;

/// <summary>Registers the services of erasures.</summary>
public static class ErasureServices
{
    /// <summary>Adds the eraser, which needs the services of sessions. Without an <see cref="Stores.IErasableStore"/> it refuses.</summary>
    public static IServiceCollection AddErasure(this IServiceCollection services)
    {
        services.AddSingleton<StoreErasure>();
        services.AddSingleton<SinkErasure>();
        services.AddHostedService<EraserWaker>();
        return services;
    }
}
