using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SessionGrains.Reports;
using SessionGrains.Rooms;
using SessionGrains.Silo.Redis;
using SessionGrains.Silo.Storage.Redis;
using SessionGrains.Silo.Storage.Sqlite;

namespace SessionGrains.PowerLoss.Tests;

/// <summary>A crash image on a disk, opened by the store that wrote it.</summary>
internal sealed class OpenedImage : IAsyncDisposable
{
    private readonly Func<ValueTask> _close;

    private OpenedImage(ISessionStoreBackend store, Func<ValueTask> close, bool wasMended) => (Store, _close, WasMended) = (store, close, wasMended);

    public ISessionStoreBackend Store { get; }

    /// <summary>It took <c>redis-check-aof --fix</c> to open it.</summary>
    public bool WasMended { get; }

    /// <summary>Writes the files of an image into a new folder, for their owner alone as the server leaves them.</summary>
    public static string Place(IReadOnlyDictionary<string, FileContent> files)
    {
        var folder = ImageFolder.New();
        foreach (var (name, content) in files)
        {
            // SQLite's index of its log is memory: after a power loss there is none.
            if (name.EndsWith("-shm", StringComparison.Ordinal))
                continue;

            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            RandomAccess.Write(file, content.Bytes, 0);
        }

        return folder;
    }

    public static async Task<OpenedImage> SqliteAsync(string folder)
    {
        var store = new SqliteSessionStore(
            new SqliteStoreOptions { Path = Path.Combine(folder, "sessions.db"), MaxBytes = RecordedShape.MaxBytes }, new ReportsOptions(), Room(), new NoRecovery(), TimeProvider.System, NullLogger<SqliteSessionStore>.Instance);
        return await OpenAsync(store, () => store.DisposeAsync());
    }

    public static async Task<OpenedImage> RedisAsync(string folder)
    {
        var (server, wasMended) = await RedisImageServer.StartAsync(folder);
        var connection = RedisServer.Connect(RedisServer.Parse(server.ConnectionString));
        var store = new RedisSessionStore(() => connection, new RedisStoreOptions(), "session-grains", new ReportsOptions(), Room(), new NoRecovery(), TimeProvider.System, NullLogger<RedisSessionStore>.Instance);
        return await OpenAsync(store, wasMended: wasMended, close: async () =>
        {
            await store.DisposeAsync();
            await connection.DisposeAsync();
            await server.DisposeAsync();
        });
    }

    public ValueTask DisposeAsync() => _close();

    /// <summary>Nobody waits for the store to have room again.</summary>
    private sealed class NoRecovery : IStoreRecovery
    {
        public bool RefusesWrites => false;

        public void Recovered()
        {
        }
    }

    private static StoreRoom Room() => new(Options.Create(new StoreRoomOptions()), NullLogger<StoreRoom>.Instance);

    private static async Task<OpenedImage> OpenAsync(ISessionStoreBackend store, Func<ValueTask> close, bool wasMended = false)
    {
        try
        {
            await store.InitializeAsync(CancellationToken.None);
            return new OpenedImage(store, close, wasMended);
        }
        catch
        {
            await close();
            throw;
        }
    }
}
