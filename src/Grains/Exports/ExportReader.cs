using Orleans.Concurrency;

namespace SessionGrains.Exports;

[StatelessWorker, GrainType("export-reader")]
internal sealed class ExportReader(IExportSinks sinks) : Grain, IExportReader
{
    public Task<ExportStatus[]> ReadAll() => Task.WhenAll(sinks.All.Keys.Order(StringComparer.Ordinal).Select(name => Of(name).Read()));

    public async Task<ExportStatus?> SetPaused(string name, bool isPaused)
    {
        if (!sinks.All.ContainsKey(name))
        {
            return null;
        }

        await Of(name).SetPaused(isPaused);
        return await Of(name).Read();
    }

    private IExporter Of(string name) => GrainFactory.GetGrain<IExporter>(name);
}
