using System.Security.Cryptography;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions.Watching;

/// <summary>
/// What a session keeps while it is watched: its last events, and one signal for all waiting watchers. Watchers poll, so a slow one gets fewer updates and one
/// that is gone costs nothing; the session never waits for a watcher.
/// </summary>
/// <param name="start">The sessionStart.</param>
/// <param name="time">The silo's clock.</param>
internal sealed class SessionWatch(StartRecord start, TimeProvider time)
{
    /// <summary>Number of events kept for watchers that poll.</summary>
    public const int MaxApplied = 64;

    /// <summary>Number of calls that may wait at a time; further ones return at once.</summary>
    private const int MaxWaiting = 128;

    private static readonly TimeSpan WatchTimeout = TimeSpan.FromSeconds(15);

    private readonly int _id = RandomNumberGenerator.GetInt32(int.MaxValue);
    private readonly Queue<AppliedEvent> _applied = new();
    private long _lastCallAt = time.GetTimestamp();
    private long _changes;
    private long _events;
    private int _waiting;
    private TaskCompletionSource? _changed;

    public StartRecord Start => start;

    /// <summary>The stored descriptions, as of when they were last read.</summary>
    public Descriptions Descriptions { get; set; } = Descriptions.None;

    /// <summary>False if no call came for so long that nobody watches any more.</summary>
    public bool IsWatched => _waiting > 0 || time.GetElapsedTime(_lastCallAt) < WatchTimeout;

    /// <summary>The cursor of a watcher that has seen everything.</summary>
    public WatchCursor Cursor => new(_id, _changes, _events);

    /// <summary>Called after a change, with an event or by time alone.</summary>
    public void Record(AppliedEvent? applied)
    {
        _changes++;
        if (applied is not null)
        {
            _events++;
            _applied.Enqueue(applied);
            if (_applied.Count > MaxApplied)
            {
                _applied.Dequeue();
            }
        }

        _changed?.TrySetResult();
        _changed = null;
    }

    /// <summary>Completes when there is something that a watcher has not seen, or after <paramref name="timeout"/>.</summary>
    public async Task WaitForChange(WatchCursor? seen, TimeSpan timeout)
    {
        _lastCallAt = time.GetTimestamp();
        if (seen != Cursor || _waiting >= MaxWaiting)
        {
            return;
        }

        _waiting++;
        try
        {
            _changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            await _changed.Task.WaitAsync(timeout, time);
        }
        catch (TimeoutException)
        {
            // Nothing new.
        }
        finally
        {
            _waiting--;
        }
    }

    /// <summary>The events after a cursor. None for a new watcher, which finds them in the session.</summary>
    public AppliedEvent[] AppliedSince(WatchCursor? seen)
    {
        if (seen is not { } cursor || cursor.Watch != _id)
        {
            return [];
        }

        var unseen = (int)Math.Clamp(_events - cursor.Events, 0, _applied.Count);
        return [.. _applied.Skip(_applied.Count - unseen)];
    }
}
