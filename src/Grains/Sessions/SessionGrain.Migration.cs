using Orleans.Runtime;
using Orleans.Storage;
using SessionGrains.Live;
using SessionGrains.Quarantine;
using SessionGrains.Sessions.Search;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>Leaving a silo: what is unsaved is saved, and what cannot be saved travels along when the session moves to another silo.</summary>
internal sealed partial class SessionGrain : IGrainMigrationParticipant
{
    private const string OpeningKey = "sg.opening";
    private const string RecordKey = "sg.record";
    private const string ETagKey = "sg.etag";
    private const string UnsavedKey = "sg.unsaved";
    private const string TopicKey = "sg.topic";
    private const string HandoverKey = "sg.handover";

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

    public void OnDehydrate(IDehydrationContext dehydrationContext)
    {
        if (_session is not { } session)
        {
            return;
        }

        dehydrationContext.TryAddValue(OpeningKey, session.Opening);
        dehydrationContext.TryAddValue(RecordKey, new ProgressRecord { Progress = session.Progress });
        dehydrationContext.TryAddValue(ETagKey, _stored.ETag ?? string.Empty);
        dehydrationContext.TryAddValue(UnsavedKey, session.Revision != _storedRevision);
        if (_indexed is { } indexed)
        {
            dehydrationContext.TryAddValue(SearchKey, indexed.Keys);
        }

        if (_seldom?.Handover is { } handover)
        {
            dehydrationContext.TryAddValue(TopicKey, handover.Topic);
            dehydrationContext.TryAddValue(HandoverKey, handover.FromTick);
        }
    }

    public void OnRehydrate(IRehydrationContext rehydrationContext)
    {
        using var turn = InTurn();
        if (!rehydrationContext.TryGetValue<SessionOpening>(OpeningKey, out var opening)
            || !rehydrationContext.TryGetValue<ProgressRecord>(RecordKey, out var record) || record is null
            || !rehydrationContext.TryGetValue<string>(ETagKey, out var etag)
            || !rehydrationContext.TryGetValue<bool>(UnsavedKey, out var unsaved))
        {
            return;
        }

        _stored = new() { ETag = string.IsNullOrEmpty(etag) ? null : etag, RecordExists = !string.IsNullOrEmpty(etag) };
        Adopt(Session.Restore(opening, silo.Persistence.Rules, record.Progress));
        if (rehydrationContext.TryGetValue<SearchKeys>(SearchKey, out var keys))
        {
            EnterIndex(_session!, keys);
        }

        if (rehydrationContext.TryGetValue<LiveTopic>(TopicKey, out var topic) && topic is not null)
        {
            EnterCounts(_session!, topic, fromTick: rehydrationContext.TryGetValue<long>(HandoverKey, out var tick) ? tick : null);
        }

        if (unsaved)
        {
            _storedRevision = NothingStored;
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
            // What was promised is stored. A ping that only let time pass goes along if the session moves, and may be lost if it doesn't.
        }
    }
}
