namespace SessionGrains.Api.Tests;

/// <summary>
/// A clock that, once <see cref="Skip"/> was called, jumps over every wait: a timer fires at once and time is then what it was due at. So a test sees
/// the waits of one request in their order and takes none. Before that, timers never fire.
/// </summary>
internal sealed class SkippingTime : TimeProvider
{
    private long _ticks;
    private volatile bool _skips;

    /// <summary>What was waited for so far.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Skip() => _skips = true;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (_skips && dueTime >= TimeSpan.Zero)
        {
            Interlocked.Add(ref _ticks, dueTime.Ticks);
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }

        return new Spent();
    }

    private sealed class Spent : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
