using Npgsql;

namespace SessionGrains.Faults.Tests;

/// <summary>One sink of each kind with the servers behind them, and windows so small that one is always under way.</summary>
internal sealed class AllSinks(string folder, int seed) : IAsyncDisposable
{
    private const string Bucket = "bucket";
    private const string Database = "database";
    private const string Hook = "hook";

    /// <summary>Files on the disk: name and kind.</summary>
    private static readonly (string Name, string Kind)[] Folders = [("parquet", "Parquet"), ("lines", "File")];

    private S3Process? _s3;
    private PostgresProcess? _postgres;

    /// <summary>The sinks that nodes with a network of their own reach too: S3 and PostgreSQL listen on 127.0.0.1 only.</summary>
    public static IReadOnlyList<string> FoldersAndHook { get; } = [.. Folders.Select(static sink => sink.Name), Hook];

    public static IReadOnlyList<string> Names { get; } = [.. Folders.Select(static sink => sink.Name), Bucket, Database, Hook];

    /// <summary>Why they cannot be started here; null: they can.</summary>
    public static string? Missing => S3Process.Missing ?? PostgresProcess.Missing ?? RedisProcess.Missing;

    public S3Process S3 => _s3!;

    public PostgresProcess Postgres => _postgres!;

    public SessionReceiver Receiver { get; } = new(seed);

    /// <summary>For all processes.</summary>
    public string[] Settings =>
    [
        .. FolderSettings(folder),
        .. Of(Bucket, "Parquet", $"Path=s3://{S3Process.Bucket}/sessions", $"Endpoint={S3.Endpoint}", $"AccessKey={S3Process.Key}", $"SecretKey={S3Process.Key}"),
        .. Of(Database, "PostgreSQL", $"ConnectionString={Postgres.ConnectionString}"),
        .. HookSettings(Receiver, "127.0.0.1"),
    ];

    public static string[] FolderSettings(string folder) => [.. Folders.SelectMany(sink => Of(sink.Name, sink.Kind, $"Path={Path.Combine(folder, sink.Name)}"))];

    public static string[] HookSettings(SessionReceiver receiver, string host) => Of(Hook, "Webhook", $"Url=http://{host}:{receiver.Port}/sessions", $"Secret={receiver.Secret}", "MaxBatch=20", "Timeout=00:00:05");

    /// <summary>Until a sink's folder has files of a window and no manifest of it yet, or this time is over; of other sinks nobody sees it.</summary>
    public Task UntilHalfWrittenAsync(string sink, TimeSpan atMost) => UntilHalfWrittenAsync(folder, sink, atMost);

    /// <inheritdoc cref="UntilHalfWrittenAsync(string, TimeSpan)"/>
    public static async Task UntilHalfWrittenAsync(string folder, string sink, TimeSpan atMost)
    {
        for (var began = TimeProvider.System.GetTimestamp(); Folders.Any(one => one.Name == sink) && TimeProvider.System.GetElapsedTime(began) < atMost; await Task.Delay(1))
        {
            if (ExportedFolder.HasHalfWritten(Path.Combine(folder, sink)))
                return;
        }
    }

    public async Task StartAsync()
    {
        _s3 = await S3Process.StartAsync();
        _postgres = await PostgresProcess.StartAsync();
        await Receiver.OpenAsync();
    }

    /// <summary>Fails unless each sink has what the log has, once.</summary>
    public async Task AssertHaveAsync(ExportedContent log, Action<string> report)
    {
        AssertFoldersHave(folder, log, report);
        await ExportedBucket.DownloadAsync(S3, "sessions", Path.Combine(folder, Bucket));
        AssertFolderHas(folder, Bucket, log, report);
        log.AssertIsIn(Database, await ReadDatabaseAsync());
        AssertReceiverHas(Receiver, log, report);
    }

    public static void AssertFoldersHave(string folder, ExportedContent log, Action<string> report)
    {
        foreach (var (name, _) in Folders)
            AssertFolderHas(folder, name, log, report);
    }

    public static void AssertReceiverHas(SessionReceiver receiver, ExportedContent log, Action<string> report)
    {
        report($"{Hook}: {receiver.Repeated} events came again");
        Assert.Empty(receiver.Wrong);
        log.AssertIsIn(Hook, receiver.Read());
    }

    public async ValueTask DisposeAsync()
    {
        await Receiver.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        if (_s3 is not null)
            await _s3.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static void AssertFolderHas(string folder, string name, ExportedContent log, Action<string> report)
    {
        var exported = new ExportedFolder(Path.Combine(folder, name));
        report($"{name}: {exported.Manifests.Count} windows, {exported.TakenOver} times one was taken over");
        exported.AssertComplete(log.Sessions.Count);
        log.AssertIsIn(name, exported.Read());
    }

    private static string[] Of(string name, string kind, params string[] settings) => [.. settings.Concat([$"Kind={kind}", "Window=00:00:01", "MaxSessions=50"]).Select(setting => $"--Exports:{name}:{setting}")];

    private async Task<ExportedContent> ReadDatabaseAsync()
    {
        await using var database = NpgsqlDataSource.Create(Postgres.ConnectionString);
        return new(
            await QueryAsync($"SELECT {ExportedMetrics.Columns} FROM sessiongrains.sessions", ExportedMetrics.OfRecord),
            await QueryAsync($"SELECT {ExportedRowKey.Columns} FROM sessiongrains.rows", ExportedRowKey.OfRecord));

        async Task<List<T>> QueryAsync<T>(string text, Func<NpgsqlDataReader, T> readRow)
        {
            await using var command = database.CreateCommand(text);
            await using var reader = await command.ExecuteReaderAsync();
            var read = new List<T>();
            while (await reader.ReadAsync())
                read.Add(readRow(reader));
            return read;
        }
    }
}

/// <summary>A run that exports to all kinds of sinks; skipped, with the reason, where one of their servers is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AllSinksFactAttribute : FactAttribute
{
    public AllSinksFactAttribute() => Skip = AllSinks.Missing;
}
