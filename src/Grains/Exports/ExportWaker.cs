namespace SessionGrains.Exports;

/// <summary>Wakes all exporters of the cluster: when the silo has started, and then with each sweep of the deadlines.</summary>
internal sealed partial class ExportWaker(IGrainFactory grains, IExportSinks sinks, ILogger<ExportWaker> logger) : ILifecycleParticipant<ISiloLifecycle>
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
    }

    [LoggerMessage(1063, LogLevel.Warning, "The exporter of {Sink} could not be woken ({Reason}); retrying in 10 s.")]
    private partial void LogNotWoken(string sink, string reason);
}
