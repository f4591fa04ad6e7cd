using System.Diagnostics;
using Orleans.Storage;
using SessionGrains.Messages;
using SessionGrains.Sessions.Search;
using SessionGrains.Telemetry;

namespace SessionGrains.Sessions;

/// <summary>
/// The sessions of the silo in this process, for a front door beside it: an event becomes a turn of its session, as a call does, but without the message that would be
/// made, addressed, routed and matched with its answer for nothing (decision 12). Thread-safe.
/// </summary>
public sealed class LocalSessions
{
    private readonly SessionIndex _index;

    internal LocalSessions(SessionIndex index) => _index = index;

    /// <summary>Has a session of this silo take an event, as <see cref="ISessionGrain.Track"/> does.</summary>
    /// <param name="key">The session's id, as the grain's key.</param>
    /// <param name="playerEvent">The event; not to be changed afterwards.</param>
    /// <returns>The verdict; null: nothing has happened, and the session must be called.</returns>
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

    /// <summary>One event on its way. What awaits it goes on outside of the session's turns.</summary>
    private sealed class Turn(ILocalSession session, PlayerEvent playerEvent) : TaskCompletionSource<TrackVerdict?>
    {
        private readonly Activity? _span = SessionTraces.Source.StartActivity($"{nameof(ISessionGrain)}/{nameof(ISessionGrain.Track)}");

        public async Task Run()
        {
            try
            {
                SetResult(session.CanTrackLocally ? await session.Take(playerEvent).ConfigureAwait(false) : null);
            }
            catch (Exception exception)
            {
                SetException(exception);
                if (exception is InconsistentStateException)
                {
                    // As Orleans does after a call: another activation has the session.
                    session.Leave();
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
    /// <summary>Where its turns are queued.</summary>
    Orleans.Runtime.IWorkItemScheduler Scheduler { get; }

    /// <summary>
    /// Whether it may take an event without a call. Not one that is about to leave; not one that must be loaded, is being stored or has met a deadline,
    /// because a turn has no timeout and must wait for one write at most; and one event in a quarter of an hour must be a call, or Orleans would take the session for idle. Asked in a turn.
    /// </summary>
    bool CanTrackLocally { get; }

    /// <inheritdoc cref="ISessionGrain.Track"/>
    ValueTask<TrackVerdict> Take(PlayerEvent playerEvent);

    /// <summary>It has lost the session to another activation.</summary>
    void Leave();
}
