using Orleans.Storage;
using SessionGrains.Reports;
using SessionGrains.Stores;

namespace SessionGrains.Exports;

/// <summary>Wakes all exporters of the cluster, and sees how far they have come: when the silo has started, and then with each sweep of the deadlines.</summary>
internal sealed partial class ExportWaker(
    IGrainFactory grains, IExportSinks sinks, ReportHolds holds, IReportLog log, ReportOpener opener, IServiceProvider services, ILogger<ExportWaker> logger) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle observer) => observer.Subscribe<ExportWaker>(ServiceLifecycleStage.Active, _ => WakeAll());

    public async Task WakeAll()
    {
        foreach (var sink in sinks.All.Keys)
        {
            try
            {
                await grains.GetGrain<IExporter>(sink).Wake();
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogNotWoken(sink, exception.GetType().Name);
            }
        }

        await SeeAsync();
    }

    /// <summary>From the store, where an exporter that does not answer has written it too. If that does not answer, what was seen last stands. A record that cannot be read holds nothing.</summary>
    private async Task SeeAsync()
    {
        var seen = new List<ReportHold>(sinks.All.Count);
        foreach (var (sink, options) in sinks.All)
        {
            try
            {
                var claims = new ExportClaims(sink, services.GetRequiredKeyedService<IGrainStorage>(StoredRecordNames.StorageName), log, opener);
                await claims.ReadAsync();
                var record = claims.Record;
                seen.Add(new(sink, record.Rewind is { } rewind ? log.Earlier(record.Cursor, rewind.Cursor) : record.Cursor, options.HoldMaxBytes));
            }
            catch (StoreUnavailableException)
            {
                return;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogNotSeen(sink, exception.GetType().Name);
            }
        }

        holds.Set(seen);
    }

    [LoggerMessage(1063, LogLevel.Warning, "The exporter of {Sink} could not be woken ({Reason}); retrying in 10 s.")]
    private partial void LogNotWoken(string sink, string reason);

    [LoggerMessage(1070, LogLevel.Warning, "How far the exporter of {Sink} has come could not be read ({Reason}): old reports do not wait for it. Retrying in 10 s.")]
    private partial void LogNotSeen(string sink, string reason);
}
