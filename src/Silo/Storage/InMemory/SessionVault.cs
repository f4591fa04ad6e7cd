using System.Globalization;
using Orleans;

namespace SessionGrains.Silo.Storage.InMemory;

/// <inheritdoc cref="ISessionVault"/>
[CollectionAgeLimit(AlwaysActive = true)]
internal sealed class SessionVault : Grain, ISessionVault
{
    private readonly Dictionary<string, VaultRecord> _records = [];

    /// <summary>Starts anywhere, so that a vault that was lost and made anew never matches an ETag of the lost one.</summary>
    private long _version = Random.Shared.NextInt64(long.MaxValue / 2);

    public ValueTask<VaultRecord?> Read(string key) => new(_records.GetValueOrDefault(key));

    public ValueTask<string?> Write(string key, byte[] content, string? etag)
    {
        if (!IsCurrent(key, etag))
            return new((string?)null);

        _version++;
        var next = _version.ToString("x", CultureInfo.InvariantCulture);
        _records[key] = new VaultRecord(content, next);
        return new(next);
    }

    public ValueTask<bool> Clear(string key, string? etag) => new(IsCurrent(key, etag) && (_records.Remove(key) || etag is null));

    private bool IsCurrent(string key, string? etag) => _records.GetValueOrDefault(key)?.ETag == etag;
}
