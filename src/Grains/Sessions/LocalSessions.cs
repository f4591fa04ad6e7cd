using System.Diagnostics;
using Orleans.Storage;
using SessionGrains.Sessions.Search;
using SessionGrains.Telemetry;

namespace SessionGrains.Sessions;

/// <summary>
/// The sessions of the silo in this process, for a front door in the same process. An event is queued as a turn of its session, without the Orleans message of
/// a call (docs/adr/0012-one-way-to-track.md). Thread-safe.
/// </summary>
public sealed class LocalSessions
{
    private readonly SessionIndex _index;

    internal LocalSessions(SessionIndex index) => _index = index;

    /// <summary>Applies an event to a session of this silo, as <see cref="ISessionGrain.Track"/> does.</summary>
    /// <param name="key">The session's id, as the grain's key.</param>
    /// <param name="playerEvent">The event; must not be changed afterwards.</param>
    /// <returns>The verdict; null if the event was not applied and the grain must be called.</returns>
    public Task<TrackVerdict?> Track(IdSpan key, PlayerEvent playerEvent)
    {
        if (_index.Find(key) is not { } session)
        {
            return Task.FromResult<TrackVerdict?>(null);
        }

        var turn = new Turn(session, playerEvent);
        session.Scheduler.QueueAction(static turn => _ = ((Turn)turn).Run(), turn);
        return turn.Task;
    }

    /// <summary>One event in flight. Continuations run outside of the turns of the session.</summary>
    private sealed class Turn(ILocalSession session, PlayerEvent playerEvent) : TaskCompletionSource<TrackVerdict?>
    {
        private readonly Activity? _span = SessionTraces.Source.StartActivity($"{nameof(ISessionGrain)}/{nameof(ISessionGrain.Track)}");

        public async Task Run()
        {
            try
            {
                SetResult(session.CanTrackLocally ? await session.Apply(playerEvent).ConfigureAwait(false) : null);
            }
            catch (Exception exception)
            {
                SetException(exception);
                if (exception is InconsistentStateException)
                {
                    // As Orleans does after a call: another activation owns the session.
                    session.Deactivate();
                }
            }
            finally
            {
                _span?.Dispose();
            }
        }
    }
}

/// <summary>An activation of a session on this silo.</summary>
internal interface ILocalSession
{
    /// <summary>The queue of its turns.</summary>
    Orleans.Runtime.IWorkItemScheduler Scheduler { get; }

    /// <summary>
    /// Whether the session may take an event without a call. Checked in a turn. False if it is deactivating; if it must be loaded, is being stored or has
    /// reached a deadline, because a turn has no timeout and may wait for one write at most; and once in 15 minutes, because Orleans would otherwise deactivate
    /// the session as idle.
    /// </summary>
    bool CanTrackLocally { get; }

    /// <inheritdoc cref="ISessionGrain.Track"/>
    ValueTask<TrackVerdict> Apply(PlayerEvent playerEvent);

    /// <summary>Deactivates it: another activation owns the session.</summary>
    void Deactivate();
}
