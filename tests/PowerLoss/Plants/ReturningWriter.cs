using SessionGrains.Stores;

namespace SessionGrains.PowerLoss.Tests;

/// <summary>
/// Keeps a write of each session and brings it back when the session has written again, like a silo that was frozen, declared dead and goes on. Versions
/// are what refuses it.
/// </summary>
internal sealed class ReturningWriter
{
    private readonly Dictionary<string, PendingWrite> _kept = [];

    /// <summary>Old writes of the sessions in a batch that is about to be stored.</summary>
    public List<PendingWrite> Take(IReadOnlyList<PendingWrite> batch)
    {
        var returning = new List<PendingWrite>();
        foreach (var write in batch)
        {
            if (write.RecordName != StoredRecordNames.Progress || write.Record is null || write.Report is not null)
                continue;

            var session = Encoding.UTF8.GetString(write.SessionId);
            if (_kept.TryGetValue(session, out var old))
                returning.Add(old);
            _kept[session] = write.Copy();
        }

        return returning;
    }
}
