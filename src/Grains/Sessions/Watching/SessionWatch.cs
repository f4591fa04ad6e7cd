using System.Security.Cryptography;

namespace SessionGrains.Sessions.Watching;

/// <summary>
/// What a session keeps for those who watch it, only while somebody does: its last events and one signal that all wait for. Watchers ask again and
/// again, so a slow one gets less often what is the latest then, and one that has gone costs nothing: the session waits for nobody.
/// </summary>
/// <param name="startBody">The sessionStart as it was sent.</param>
/// <param name="time">The silo's clock.</param>
internal sealed class SessionWatch(byte[] startBody, TimeProvider time)
{
    /// <summary>Events that are kept for a watcher that asks again.</summary>
    public const int MaxApplied = 64;

    /// <summary>Calls that wait at a time; further ones are answered at once.</summary>
    private const int MaxWaiting = 128;

    private static readonly TimeSpan WatchTimeout = TimeSpan.FromSeconds(15);

    private readonly int _id = RandomNumberGenerator.GetInt32(int.MaxValue);
    private readonly Queue<AppliedEvent> _applied = new();
    private long _askedAt = time.GetTimestamp();
    private long _changes;
    private long _events;
    private int _waiting;
    private TaskCompletionSource? _changed;

    public byte[] StartBody => startBody;

    /// <summary>False when nobody has asked for so long that nobody will.</summary>
    public bool IsWatched => _waiting > 0 || time.GetElapsedTime(_askedAt) < WatchTimeout;

    /// <summary>Where a watcher stands that has seen all.</summary>
    public WatchCursor Cursor => new(_id, _changes, _events);

    /// <summary>Something changed, with an event or by time alone.</summary>
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

    /// <summary>Completes when there is something that a watcher has not seen, or after <paramref name="patience"/>.</summary>
    public async Task WaitForChange(WatchCursor? seen, TimeSpan patience)
    {
        _askedAt = time.GetTimestamp();
        if (seen != Cursor || _waiting >= MaxWaiting)
        {
            return;
        }

        _waiting++;
        try
        {
            _changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            await _changed.Task.WaitAsync(patience, time);
        }
        catch (TimeoutException)
        {
            // Nothing new: that is an answer too.
        }
        finally
        {
            _waiting--;
        }
    }

    /// <summary>The events after a cursor; none to a watcher that begins, which finds them in the session.</summary>
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
