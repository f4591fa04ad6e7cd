using System.Threading.Tasks.Sources;
using SessionGrains.Messages;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>
/// The write of an event that a session of this silo took where it arrived, and the front door's wait for it: the answer goes on from whoever ends the
/// store's task, without a turn of the session. Used again, so that what a session refers to is old: the garbage collector looks at each old object that refers to a new one.
/// </summary>
internal sealed class ResidentCall : IValueTaskSource<TrackVerdict>
{
    private readonly Action _onStored;

    // The front door goes on by itself: the store is not held up by what it does then.
    private ManualResetValueTaskSourceCore<TrackVerdict> _core = new() { RunContinuationsAsynchronously = true };
    private SessionGrain? _session;
    private TrackVerdict _verdict;
    private Task? _write;
    private long _beganAt;

    private ResidentCall() => _onStored = EndStored;

    /// <summary>The store's task.</summary>
    public Task Write => _write!;

    /// <param name="session">Whose event it is.</param>
    /// <param name="write">What stores it.</param>
    /// <param name="verdict">What is answered then.</param>
    /// <param name="beganAt">When it began (<see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>).</param>
    public static ResidentCall Of(SessionGrain session, Task write, TrackVerdict verdict, long beganAt)
    {
        var call = new ResidentCall();
        (call._session, call._write, call._verdict, call._beganAt) = (session, write, verdict, beganAt);
        return call;
    }

    /// <summary>The wait, begun once and awaited once.</summary>
    public ValueTask<TrackVerdict> Begin()
    {
        var wait = new ValueTask<TrackVerdict>(this, _core.Version);
        if (_write!.IsCompleted)
        {
            EndStored();
        }
        else
        {
            _write.ConfigureAwait(ConfigureAwaitOptions.None).GetAwaiter().UnsafeOnCompleted(_onStored);
        }

        return wait;
    }

    TrackVerdict IValueTaskSource<TrackVerdict>.GetResult(short token)
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

    ValueTaskSourceStatus IValueTaskSource<TrackVerdict>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<TrackVerdict>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    /// <summary>The event is, or is not, stored. Whatever thread this is.</summary>
    private void EndStored()
    {
        try
        {
            _write!.GetAwaiter().GetResult();
            _session!.NoteStoredHere(this, _beganAt);
        }
        catch (Exception exception)
        {
            _core.SetException(_session!.NoteUnstoredHere(this, exception));
            return;
        }

        _core.SetResult(_verdict);
    }

    private void Release()
    {
        _core.Reset();
        (_session, _write) = (null, null);
    }
}
