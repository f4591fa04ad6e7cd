namespace SessionGrains.Api.Tests;

/// <summary>A durable store whose bytes a test changes behind the server's back.</summary>
internal abstract class DamagedStore : IAsyncDisposable
{
    public abstract IReadOnlyDictionary<string, string> Settings { get; }

    public static async Task<DamagedStore> Open(string name) => name == "Redis" ? await RedisDamage.Start() : new SqliteDamage();

    /// <summary>Replaces the bytes of a record of a session, <c>start</c> or <c>progress</c>.</summary>
    public abstract Task ChangeRecord(string sid, string record, Func<byte[], byte[]> change);

    /// <summary>The bytes of any record of that name.</summary>
    public abstract Task<byte[]> AnyRecord(string record);

    /// <summary>Replaces the bytes of a report.</summary>
    public abstract Task ChangeReport(string sid, Func<byte[], byte[]> change);

    /// <summary>Replaces the bytes of all minutes of the live counts but the first of each partition; returns how many.</summary>
    public abstract Task<int> ChangeMinutes(Func<byte[], byte[]> change);

    /// <summary>Puts entries into the deadline index that name no session and are long due.</summary>
    public abstract Task AddDeadlines(params byte[][] keys);

    /// <summary>Sessions in the deadline index.</summary>
    public abstract Task<int> Deadlines();

    public abstract ValueTask DisposeAsync();
}
