namespace SessionGrains.Silo.Storage;

/// <summary>Where sessions are kept: the <c>Storage</c> section of the configuration.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>The store. Default <see cref="StorageProvider.Memory"/>.</summary>
    public StorageProvider Provider { get; set; } = StorageProvider.Memory;
}

/// <summary>The stores that <c>Storage:Provider</c> can name.</summary>
public enum StorageProvider : byte
{
    /// <summary>In the memory of the silos: for development, gone when they stop.</summary>
    Memory = 0,
}
