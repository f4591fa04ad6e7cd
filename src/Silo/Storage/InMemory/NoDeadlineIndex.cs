using SessionGrains.Timeouts;

namespace SessionGrains.Silo.Storage.InMemory;

/// <summary>For stores without an index: a silo's deadlines are lost with it.</summary>
internal sealed class NoDeadlineIndex : IDeadlineIndex
{
    public ValueTask<IReadOnlyList<string>> DueAsync(long nowMs, int limit, CancellationToken cancellationToken) => new([]);

    public ValueTask CorrectAsync(IReadOnlyList<DeadlineCorrection> corrections, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
