using SessionGrains.Quarantine;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>Being stored, and not readable.</summary>
internal sealed partial class SessionGrain : IQuarantinedSession
{
    public async Task<bool> Purge()
    {
        using var turn = InTurn();
        SettleWrite();
        if (await IsReadable())
        {
            return false;
        }

        // A write that is under way would put a record back.
        await Task.WhenAny(_session is { } session && AttendedWrite(session) is { } write ? write : Task.CompletedTask);
        var isPurged = await silo.Persistence.Purge(GrainContext.GrainId);
        if (isPurged)
        {
            Drop(new UnreadableRecordException());
        }

        DeactivateOnIdle();
        return isPurged;
    }

    private async Task<bool> IsReadable()
    {
        try
        {
            if (await silo.Persistence.ReadStart(GrainContext.GrainId) is { } start)
            {
                ProgressState progress = new();
                await silo.Persistence.ReadProgress(GrainContext.GrainId, progress);
                if (progress.RecordExists)
                {
                    RestoreFrom(start, progress);
                }
            }

            return true;
        }
        catch (UnreadableRecordException)
        {
            return false;
        }
    }

    /// <summary>Takes the session as the store has it.</summary>
    /// <exception cref="UnreadableRecordException">What was read makes no session.</exception>
    private void Restore(StartRecord start)
    {
        var restored = _stored.RecordExists ? RestoreFrom(start, _stored) : null;
        Adopt(start, restored);
    }

    /// <summary>A program that is older than a record may read it and find what it needs missing.</summary>
    private Session RestoreFrom(StartRecord start, ProgressState progress)
    {
        try
        {
            return Session.Restore(SessionOpening.Of(start.Request, start.OpenedAtMs), silo.Persistence.Rules, progress.State!.Progress);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw silo.Persistence.Unreadable(GrainContext.GrainId, RecordKind.Progress, new(UnreadableReason.UnknownFormat, 0));
        }
    }
}
