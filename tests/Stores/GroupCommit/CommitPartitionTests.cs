using System.Diagnostics.Metrics;
using SessionGrains.Silo.Storage.GroupCommit;

namespace SessionGrains.Stores.Tests;

public sealed class CommitPartitionTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly List<PendingWrite[]> _batches = [];
    private readonly SemaphoreSlim _begun = new(0);
    private readonly Queue<TaskCompletionSource> _commits = new();
    private CommitPartition? _partition;

    public void Dispose()
    {
        _partition?.Dispose();
        _begun.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task A_lone_write_goes_at_once()
    {
        var partition = Create();
        var write = partition.CommitAsync(Write());
        await Begin();
        Commit();

        Assert.Equal(1, await write);
    }

    [Fact]
    public async Task What_gathers_during_a_batch_is_cut_by_records_and_by_bytes()
    {
        var partition = Create(new GroupCommitLimits { BatchRecords = 3, BatchBytes = 250 });
        _ = partition.CommitAsync(Write());
        await Begin();
        Task[] small = [.. Enumerable.Range(0, 4).Select(_ => partition.CommitAsync(Write()))];
        Task[] large = [.. Enumerable.Range(0, 3).Select(_ => partition.CommitAsync(Write(reportLength: 200)))];
        for (var batch = 0; batch < 5; batch++)
        {
            Commit();
            if (batch < 4)
                await Begin();
        }

        await Task.WhenAll([.. small, .. large]);
        Assert.Equal([1, 3, 2, 1, 1], _batches.Select(batch => batch.Length));
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once_and_takes_again_when_it_has_room()
    {
        var partition = Create(new GroupCommitLimits { QueueRecords = 2 });
        _ = partition.CommitAsync(Write());
        await Begin();
        Task[] waiting = [partition.CommitAsync(Write()), partition.CommitAsync(Write())];
        var refused = partition.CommitAsync(Write());
        Assert.True(refused.IsFaulted);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => refused);

        Commit();
        await Begin();
        var taken = partition.CommitAsync(Write());
        Commit();
        await Begin();
        Commit();
        await Task.WhenAll([.. waiting, taken]);
    }

    [Fact]
    public async Task A_write_that_is_not_durable_in_time_fails_and_one_that_still_waits_is_never_stored()
    {
        var partition = Create();
        var inFlight = partition.CommitAsync(Write());
        await Begin();
        _clock.Advance(TimeSpan.FromSeconds(3));
        var waiting = partition.CommitAsync(Write());
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => inFlight);
        Assert.False(waiting.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(3));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => waiting);

        var later = partition.CommitAsync(Write());
        Commit();
        await Begin();
        Commit();
        await later;
        Assert.Equal([1, 1], _batches.Select(batch => batch.Length));
    }

    [Fact]
    public async Task Draining_waits_for_what_was_accepted_and_refuses_the_rest()
    {
        var partition = Create();
        var first = partition.CommitAsync(Write());
        await Begin();
        var second = partition.CommitAsync(Write());
        var drained = partition.DrainAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => partition.CommitAsync(Write()));
        Assert.False(drained.IsCompleted);
        Commit();
        await Begin();
        Commit();

        await drained;
        Assert.True(first.IsCompletedSuccessfully && second.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Any_failure_of_the_backend_reaches_the_writers_as_an_unavailable_store()
    {
        var partition = Create();
        var write = partition.CommitAsync(Write());
        await Begin();
        _commits.Dequeue().SetException(new InvalidOperationException("a bug"));

        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => write);
        Assert.IsType<InvalidOperationException>(failure.InnerException);
    }

    private static PendingWrite Write(int reportLength = 0) => new([1], StoredRecordNames.Progress, 0) { Report = new byte[reportLength] };

    private CommitPartition Create(GroupCommitLimits? limits = null) => _partition = new CommitPartition(
        batch =>
        {
            var commit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _batches.Add([.. batch]);
            _commits.Enqueue(commit);
            _begun.Release();
            return commit.Task;
        },
        limits ?? new GroupCommitLimits(),
        new CommitMetrics(_services.GetRequiredService<IMeterFactory>()),
        _clock);

    /// <summary>Waits for the next batch to be in flight.</summary>
    private async Task Begin() => Assert.True(await _begun.WaitAsync(TimeSpan.FromSeconds(30)));

    private void Commit() => _commits.Dequeue().SetResult();
}
