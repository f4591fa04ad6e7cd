using System.Diagnostics;
using System.Threading.Tasks.Sources;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>
/// One event on its way to a session of this silo and back: a turn of the session applies it and begins to store it; the answer goes on from whoever ends the
/// store's task, without a second turn. Used again, by the thread that it ended on.
/// </summary>
internal sealed class ResidentCall : IValueTaskSource<TrackVerdict?>
{
    private const int MostKept = 512;

    [ThreadStatic] private static Stack<ResidentCall>? _ended;

    private readonly Action _onStored;

    // The front door goes on by itself: neither a session's turn nor the store may be held up by what it does then.
    private ManualResetValueTaskSourceCore<TrackVerdict?> _core = new() { RunContinuationsAsynchronously = true };
    private SessionGrain? _session;
    private PlayerEvent? _event;
    private TrackVerdict _verdict;
    private Task? _storing;
    private long _beganAt;

    private ResidentCall() => _onStored = EndStored;

    public static ValueTask<TrackVerdict?> Begin(SessionGrain session, PlayerEvent playerEvent)
    {
        var call = (_ended ??= new()).TryPop(out var ended) ? ended : new();
        (call._session, call._event) = (session, playerEvent);
        session.GrainContext.Scheduler.QueueAction(static call => ((ResidentCall)call).Run(), call);
        return new(call, call._core.Version);
    }

    TrackVerdict? IValueTaskSource<TrackVerdict?>.GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            Release();
        }
    }

    ValueTaskSourceStatus IValueTaskSource<TrackVerdict?>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<TrackVerdict?>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    /// <summary>The session's turn.</summary>
    private void Run()
    {
        try
        {
            _beganAt = Stopwatch.GetTimestamp();
            if (!_session!.TryTrackHere(_event!, out _verdict, out _storing))
            {
                _core.SetResult(null);
                return;
            }
        }
        catch (Exception exception)
        {
            _core.SetException(exception);
            return;
        }

        if (_storing is null)
        {
            _core.SetResult(_verdict);
        }
        else
        {
            // Not back in the session's turns. One that has ended goes on at once.
            _storing.ConfigureAwait(ConfigureAwaitOptions.None).GetAwaiter().UnsafeOnCompleted(_onStored);
        }
    }

    /// <summary>What was to be stored is, or is not. Whatever thread this is.</summary>
    private void EndStored()
    {
        try
        {
            _storing!.GetAwaiter().GetResult();
            _session!.NoteStoredHere(_storing, _beganAt);
        }
        catch (Exception exception)
        {
            _core.SetException(_session!.NoteUnstoredHere(exception));
            return;
        }

        _core.SetResult(_verdict);
    }

    private void Release()
    {
        _core.Reset();
        (_session, _event, _storing) = (null, null, null);
        var ended = _ended ??= new();
        if (ended.Count < MostKept)
        {
            ended.Push(this);
        }
    }
}
