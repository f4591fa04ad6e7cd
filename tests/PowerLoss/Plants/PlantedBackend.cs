using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SessionGrains.Quarantine;
using SessionGrains.Reports;
using SessionGrains.Stores;
using SessionGrains.Timeouts;

namespace SessionGrains.PowerLoss.Tests;

/// <summary>The server's store with a bug in it.</summary>
internal sealed class PlantedBackend(ISessionStoreBackend backend, Plant plant) : ISessionStoreBackend, IRecordPurge, IErasableStore
{
    public const string Variable = "SESSIONGRAINS_POWERLOSS_PLANT";

    private readonly ReturningWriter _returning = new();
    private readonly Lock _gate = new();
    private Task _behind = Task.CompletedTask;

    public int Partitions => backend.Partitions;

    /// <summary>Makes a recorded server use the store with the bug that the environment names.</summary>
    public static void Plant()
    {
        var plant = Enum.Parse<Plant>(Environment.GetEnvironmentVariable(Variable)!);
        DiagnosticListener.AllListeners.Subscribe(new Observer<DiagnosticListener>(listener =>
        {
            if (listener.Name == "Microsoft.Extensions.Hosting")
                listener.Subscribe(new Observer<KeyValuePair<string, object?>>(happening => Replace(happening, plant)));
        }));
    }

    public async Task CommitAsync(int partition, IReadOnlyList<PendingWrite> batch)
    {
        var returning = _returning.Take(batch);
        switch (plant)
        {
            case Tests.Plant.AnswersBeforeSync:
                var copies = batch.Select(static write => write.Copy()).ToList();
                lock (_gate)
                    _behind = AfterAsync(_behind, () => backend.CommitAsync(partition, copies));
                return;
            case Tests.Plant.ForgetsVersions:
                await CommitAnywayAsync(partition, batch);
                break;
            case Tests.Plant.ReportsAfterClosing:
                await backend.CommitAsync(partition, [.. batch.Select(static write => write.Report is null ? write : write.Copy(report: false))]);
                if (batch.Where(static write => write.Report is not null).Select(static write => write.Copy(expected: write.NewVersion)).ToList() is { Count: > 0 } reports)
                    await backend.CommitAsync(partition, reports);
                break;
            default:
                await backend.CommitAsync(partition, batch);
                break;
        }

        // A writer that was declared dead comes back and writes what it still has.
        if (returning.Count > 0)
            await (plant == Tests.Plant.ForgetsVersions ? CommitAnywayAsync(partition, returning) : backend.CommitAsync(partition, returning));
    }

    public Task InitializeAsync(CancellationToken cancellationToken) => backend.InitializeAsync(cancellationToken);

    public int PartitionOf(ReadOnlySpan<byte> sessionId) => backend.PartitionOf(sessionId);

    public Task<StoredRecord?> ReadAsync(byte[] sessionId, string recordName, CancellationToken cancellationToken) => backend.ReadAsync(sessionId, recordName, cancellationToken);

    public ValueTask<IReadOnlyList<string>> DueAsync(long nowMs, int limit, CancellationToken cancellationToken = default) => backend.DueAsync(nowMs, limit, cancellationToken);

    public ValueTask CorrectAsync(IReadOnlyList<DeadlineCorrection> corrections, CancellationToken cancellationToken = default) => backend.CorrectAsync(corrections, cancellationToken);

    public ValueTask<IReadOnlyList<ReportEntry>> ReadAsync(string? after, int limit, CancellationToken cancellationToken = default) => backend.ReadAsync(after, limit, cancellationToken);

    public ValueTask<IReadOnlyList<ReportEntry>> ReadRangeAsync(string? after, string until, int limit, CancellationToken cancellationToken = default) => backend.ReadRangeAsync(after, until, limit, cancellationToken);

    public ValueTask<ReportEntry?> ReadAgainAsync(string cursor, int stream, CancellationToken cancellationToken = default) => backend.ReadAgainAsync(cursor, stream, cancellationToken);

    public ValueTask<ReportCount> CountAsync(string? after, string? until, int limit, CancellationToken cancellationToken = default) => backend.CountAsync(after, until, limit, cancellationToken);

    public ValueTask<string?> FindAsync(DateTimeOffset time, CancellationToken cancellationToken = default) => backend.FindAsync(time, cancellationToken);

    public string? Earlier(string? one, string? other) => backend.Earlier(one, other);

    public ValueTask PurgeAsync(string sessionId, CancellationToken cancellationToken = default) => ((IRecordPurge)backend).PurgeAsync(sessionId, cancellationToken);

    public ValueTask<StartPage> FindStartsAsync(string? after, IReadOnlyList<ReadOnlyMemory<byte>> texts, CancellationToken cancellationToken = default) =>
        ((IErasableStore)backend).FindStartsAsync(after, texts, cancellationToken);

    public ValueTask EraseAsync(string sessionId, CancellationToken cancellationToken = default) => ((IErasableStore)backend).EraseAsync(sessionId, cancellationToken);

    public ValueTask EraseReportAsync(string cursor, int stream, CancellationToken cancellationToken = default) =>
        ((IErasableStore)backend).EraseReportAsync(cursor, stream, cancellationToken);

    public ValueTask<string?> ForgetAsync(IReadOnlyList<ReadOnlyMemory<byte>>? texts, CancellationToken cancellationToken = default) =>
        ((IErasableStore)backend).ForgetAsync(texts, cancellationToken);

    public ValueTask DisposeAsync() => backend.DisposeAsync();

    private static void Replace(KeyValuePair<string, object?> happening, Plant plant)
    {
        if (happening is not { Key: "HostBuilding", Value: IHostBuilder host })
            return;

        host.ConfigureServices((_, services) =>
        {
            var real = services.Last(static service => service.ServiceType == typeof(ISessionStoreBackend));
            services.Remove(real);
            services.AddSingleton<ISessionStoreBackend>(provider => new PlantedBackend((ISessionStoreBackend)real.ImplementationFactory!(provider), plant));
        });
    }

    private static async Task AfterAsync(Task before, Func<Task> commit)
    {
        await before;
        await commit();
    }

    private async Task CommitAnywayAsync(int partition, IReadOnlyList<PendingWrite> batch)
    {
        // One by one, since a batch may hold two records of a session.
        foreach (var write in batch)
        {
            var stored = write.Record is null ? null : await backend.ReadAsync(write.SessionId, write.RecordName, CancellationToken.None);
            await backend.CommitAsync(partition, [stored is { Version: var version } && version != write.ExpectedVersion ? write.Copy(expected: version) : write]);
        }
    }

    private sealed class Observer<T>(Action<T> take) : IObserver<T>
    {
        public void OnNext(T value) => take(value);

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
