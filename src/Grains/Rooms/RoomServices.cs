namespace SessionGrains.Rooms;

/// <summary>Registers the services that measure and guard room.</summary>
internal static class RoomServices
{
    public static IServiceCollection AddRooms(this IServiceCollection services)
    {
        services.AddOptions<StoreRoomOptions>().BindConfiguration(StoreRoomOptions.Section);
        services.AddOptions<MemoryRoomOptions>().BindConfiguration(MemoryRoomOptions.Section);
        services.AddSingleton<StoreRoom>();
        services.AddSingleton<MemoryRoom>();
        services.AddSingleton<Admission>();
        services.AddHostedService<RoomInstruments>();
        return services;
    }
}
