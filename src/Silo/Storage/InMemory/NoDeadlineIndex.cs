using SessionGrains.Timeouts;

namespace SessionGrains.Silo.Storage.InMemory;

/// <summary>For stores that keep no index: what a silo forgot stays forgotten.</summary>
internal sealed class NoDeadlineIndex : IDeadlineIndex
{
    public ValueTask<IReadOnlyList<string>> DueAsync(long nowMs, int limit, CancellationToken cancellationToken) => new([]);

    public ValueTask CorrectAsync(IReadOnlyList<DeadlineCorrection> corrections, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
