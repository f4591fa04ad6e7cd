using Microsoft.Extensions.Hosting;
using SessionGrains.Timeouts;

namespace SessionGrains.Live;

/// <summary>
/// Finds the sessions that have not been heard from for 60 s. Slots of one second; when a session's slot comes up and it was heard from since, it goes
/// into the slot of that. So a session that pings costs one look a minute.
/// </summary>
internal sealed class SilenceWheel(TimeProvider time) : IHostedService, IDisposable
{
    /// <summary>After so long without an event a session is open but has no viewer: six pings of content.</summary>
    public const long SilenceMs = 60_000;

    private const long SlotMs = 1_000;
    private const int Slots = (int)(SilenceMs / SlotMs) + 2;

    private readonly Lock _lock = new();
    private readonly Pile<LiveViewer>[] _slots = [.. Enumerable.Range(0, Slots).Select(static _ => new Pile<LiveViewer>())];
    private long _next = SlotOf(time.GetUtcNow().ToUnixTimeMilliseconds());
    private ITimer? _timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var slot = TimeSpan.FromMilliseconds(SlotMs);
        _timer = time.CreateTimer(static wheel => ((SilenceWheel)wheel!).Turn(), this, slot, slot);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _timer?.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _timer?.Dispose();

    /// <summary>Looks at the session when it has been silent for 60 s.</summary>
    public void Watch(LiveViewer viewer)
    {
        lock (_lock)
        {
            Insert(viewer);
        }
    }

    private static long SlotOf(long atMs) => (atMs + SlotMs - 1) / SlotMs;

    private void Turn()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        while (TakeDue(now) is { } due)
        {
            var heard = due.Where(viewer => !viewer.FallSilent(now)).ToList();
            lock (_lock)
            {
                heard.ForEach(Insert);
            }
        }
    }

    private Pile<LiveViewer>? TakeDue(long nowMs)
    {
        lock (_lock)
        {
            if (_next * SlotMs > nowMs)
                return null;

            // After a leap of the clock every slot is looked at once.
            _next = Math.Max(_next, SlotOf(nowMs) - Slots);
            var slot = (int)(_next++ % Slots);
            var due = _slots[slot];
            _slots[slot] = new();
            return due;
        }
    }

    private void Insert(LiveViewer viewer)
    {
        var slot = Math.Clamp(SlotOf(viewer.HeardAtMs + SilenceMs), _next, _next + Slots - 1);
        _slots[slot % Slots].Add(viewer);
    }
}
