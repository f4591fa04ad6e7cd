using Orleans;
using Orleans.Concurrency;

namespace SessionGrains.Silo.Storage.InMemory;

/// <summary>Keeps the records of a share of all sessions in the memory of one silo, both records of a session together.</summary>
[Alias("sg.session-vault")]
internal interface ISessionVault : IGrainWithIntegerKey
{
    [Alias("read")] ValueTask<VaultRecord?> Read(string key);

    /// <summary>Returns the record's new ETag, or null when <paramref name="etag"/> is not the current one (null: there is none).</summary>
    [Alias("write")] ValueTask<string?> Write(string key, [Immutable] byte[] content, string? etag);

    /// <summary>Removes the record; false when <paramref name="etag"/> is not the current one.</summary>
    [Alias("clear")] ValueTask<bool> Clear(string key, string? etag);
}

/// <summary>A record as stored, with the mark of its version.</summary>
[GenerateSerializer, Immutable, Alias("sg.vault-record")]
internal sealed record VaultRecord([property: Id(0)] byte[] Content, [property: Id(1)] string ETag);
