using Orleans.Serialization;
using SessionGrains.Quarantine;

namespace SessionGrains.Reports;

/// <summary>Makes reports of the entries of the report log.</summary>
public sealed class ReportOpener(Serializer<SessionView> serializer, RecordQuarantine quarantine)
{
    /// <summary>An entry that cannot be read becomes a line with an error; the others are read.</summary>
    public SessionReport Open(in ReportEntry entry)
    {
        try
        {
            if (entry.StoredBytes > ReportBudget.OneReport)
                throw new UnreadableRecordException(UnreadableReason.TooLarge, entry.StoredBytes);

            return new(entry.Cursor, View(entry)) { Stream = entry.Stream };
        }
        catch (UnreadableRecordException failure)
        {
            var sessionId = RecordQuarantine.IsSessionId(entry.SessionId) ? entry.SessionId : null;
            quarantine.Record(new(RecordKind.Report, sessionId ?? entry.Cursor, failure.Reason, entry.StoredBytes));
            return SessionReport.Unreadable(entry.Cursor, sessionId, failure.Reason);
        }
    }

    private SessionView View(in ReportEntry entry)
    {
        var body = RecordChecksum.Open(entry.SessionId, RecordKind.Report.Name(), entry.Body);
        try
        {
            return serializer.Deserialize(body) ?? throw new UnreadableRecordException(UnreadableReason.UnknownFormat, entry.StoredBytes);
        }
        catch (Exception failure) when (failure is not (UnreadableRecordException or OutOfMemoryException))
        {
            throw new UnreadableRecordException(UnreadableReason.UnknownFormat, entry.StoredBytes);
        }
    }
}
