using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SessionGrains.Rooms;

namespace SessionGrains.Silo.Hosting;

/// <summary>Checks the settings of a silo's rooms and measures its memory. Its store is measured by whoever is the store.</summary>
internal static class RoomHosting
{
    public static void AddRoomWatch(this IServiceCollection services)
    {
        services.AddOptions<StoreRoomOptions>().ValidateOnStart();
        services.AddOptions<MemoryRoomOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StoreRoomOptions>, RoomOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MemoryRoomOptions>, RoomOptionsValidator>());
        services.AddHostedService<MemoryMonitor>();
    }
}
