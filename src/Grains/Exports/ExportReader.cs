using Orleans.Concurrency;
using SessionGrains.Stores;

namespace SessionGrains.Exports;

[StatelessWorker, GrainType("export-reader")]
internal sealed class ExportReader(IExportSinks sinks, TimeProvider time) : Grain, IExportReader
{
    /// <summary>Within what a front door waits for the list.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public Task<ExportStatus[]> ReadAll() => Task.WhenAll(sinks.All.Keys.Order(StringComparer.Ordinal).Select(Read));

    public async Task<ExportStatus?> SetPaused(string name, bool isPaused)
    {
        if (!sinks.All.ContainsKey(name))
        {
            return null;
        }

        await Of(name).SetPaused(isPaused);
        return await Read(name);
    }

    public async Task<ExportRewindAnswer?> Rewind(string name, ExportRewindTarget target) => sinks.All.ContainsKey(name) ? await Of(name).Rewind(target) : null;

    public async Task<ExportStatus?> Resend(string name) => sinks.All.ContainsKey(name) ? await Of(name).Resend() : null;

    /// <summary>An exporter that does not answer hides no other. A store that does not answer has no exporter that does.</summary>
    private async Task<ExportStatus> Read(string name)
    {
        try
        {
            return await Of(name).Read().WaitAsync(Patience);
        }
        catch (Exception failure) when (failure is not StoreUnavailableException)
        {
            return new()
            {
                Name = name,
                Kind = sinks.All[name].Kind,
                State = ExportState.Failing,
                Error = $"Its exporter does not answer ({failure.GetType().Name}): {failure.Message}",
                ErrorAtMs = time.GetUtcNow().ToUnixTimeMilliseconds(),
            };
        }
    }

    private IExporter Of(string name) => GrainFactory.GetGrain<IExporter>(name);
}
