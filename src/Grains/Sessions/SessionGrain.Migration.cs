using Orleans.Storage;
using SessionGrains.Quarantine;

namespace SessionGrains.Sessions;

/// <summary>Leaving a silo: what is unsaved is saved.</summary>
internal sealed partial class SessionGrain
{
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // Never left: from here on no event is applied without a message, and that goes where the session is next.
        _gate.EnterTurn();
        LeaveResidents();
        _deadline?.Abandon();
        LeaveIndex(reason);
        if (_isCounted)
        {
            silo.Open.Leave();
        }

        try
        {
            await StoreWhatIsLeft();
        }
        finally
        {
            // Last, because from here on a move takes no longer than the counts allow for.
            LeaveCounts(reason);
        }
    }

    private async Task StoreWhatIsLeft()
    {
        SettleWrite();
        if (_session is not { } session || session.Revision == _storedRevision)
        {
            return;
        }

        try
        {
            await (AttendedWrite(session) ?? Task.CompletedTask);
            if (ReferenceEquals(_session, session) && session.Revision != _storedRevision)
            {
                var revision = session.Revision;
                await WriteOnce(session, _stored);
                _storedRevision = revision;
            }
        }
        catch (Exception exception) when (exception is StoreUnavailableException or InconsistentStateException or UnreadableRecordException)
        {
            // What was promised is stored. A ping that only let time pass may be lost.
        }
    }
}
