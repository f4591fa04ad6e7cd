using Microsoft.Extensions.DependencyInjection;

namespace SessionGrains.Rooms;

/// <summary>What a silo needs to know how much room it has.</summary>
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
