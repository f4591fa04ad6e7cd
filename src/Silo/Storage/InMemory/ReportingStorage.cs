using Orleans.Runtime;
using Orleans.Storage;
using SessionGrains.Stores;

namespace SessionGrains.Silo.Storage.InMemory;

/// <summary>Adds a report log to a store that has none. Not transactional, so only for a store that a crash empties anyway.</summary>
internal sealed class ReportingStorage(IGrainStorage store, InMemoryReportLog reports) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => store.ReadStateAsync(stateName, grainId, grainState);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var report = (grainState.State as IStoredSessionRecord)?.Report;
        var written = store.WriteStateAsync(stateName, grainId, grainState);
        return report is null ? written : AppendAsync(written, grainId, report);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => store.ClearStateAsync(stateName, grainId, grainState);

    private async Task AppendAsync(Task written, GrainId grainId, byte[] report)
    {
        await written;
        reports.Append(grainId.Key.ToString()!, report);
    }
}
