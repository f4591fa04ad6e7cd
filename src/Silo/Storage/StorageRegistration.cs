using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Storage;
using SessionGrains.Sessions;
using SessionGrains.Silo.Hosting;

namespace SessionGrains.Silo.Storage;

/// <summary>Registers the session store that <c>Storage:Provider</c> names, keyed <see cref="StoredRecordNames.StorageName"/>.</summary>
internal static class StorageRegistration
{
    /// <summary>Reads and checks which store is configured.</summary>
    /// <exception cref="StartRefusedException">The name is unknown.</exception>
    public static StorageProvider ReadProvider(IConfiguration configuration)
    {
        var key = $"{StorageOptions.Section}:{nameof(StorageOptions.Provider)}";
        if (configuration[key] is not { } name)
            return new StorageOptions().Provider;

        if (Enum.GetNames<StorageProvider>().Contains(name, StringComparer.OrdinalIgnoreCase))
            return Enum.Parse<StorageProvider>(name, ignoreCase: true);

        throw new StartRefusedException($"{key} is '{name}': set it to {string.Join(" or ", Enum.GetNames<StorageProvider>())}.");
    }

    public static void AddSessionStorage(this ISiloBuilder silo, StorageProvider provider)
    {
        switch (provider)
        {
            case StorageProvider.Memory:
                silo.AddMemory();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(provider), provider, "No such store.");
        }
    }

    /// <summary>
    /// Orleans' own store, with two of its defaults changed: 10 storage grains for a whole cluster would be a bottleneck, and JSON with type names
    /// costs several times the bytes and time of the binary serializer.
    /// </summary>
    private static void AddMemory(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton(new SessionStoreTraits(ForgetsByItself: false));
        silo.Services.AddSingleton<OrleansGrainStorageSerializer>();
        silo.AddMemoryGrainStorage(StoredRecordNames.StorageName, options => options
            .Configure<OrleansGrainStorageSerializer>(static (memory, serializer) =>
            {
                memory.NumStorageGrains = 256;
                memory.GrainStorageSerializer = serializer;
            }));
    }
}
