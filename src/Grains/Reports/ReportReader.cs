using Orleans.Concurrency;
using Orleans.Serialization;
using SessionGrains.Quarantine;
using SessionGrains.Stores;

namespace SessionGrains.Reports;

[StatelessWorker, GrainType("report-reader")]
internal sealed class ReportReader(IReportLog log, Serializer<SessionView> serializer, RecordQuarantine quarantine) : Grain, IReportReader
{
    public async Task<SessionReport[]> Read(string? after, int limit)
    {
        var reports = new List<SessionReport>();
        var bytes = 0L;
        foreach (var entry in await ReadLog(log => log.ReadAsync(after, limit)))
        {
            bytes += entry.Body.Length;
            if (reports.Count > 0 && bytes > ReportBudget.Bytes)
                break;

            reports.Add(Open(entry));
        }

        return [.. reports];
    }

    public async Task<SessionReport?> ReadAgain(string cursor, int stream) =>
        await ReadLog(log => log.ReadAgainAsync(cursor, stream)) is { } entry ? Open(entry) : null;

    private async Task<T> ReadLog<T>(Func<IReportLog, ValueTask<T>> read)
    {
        try
        {
            return await read(log);
        }
        catch (StoreUnavailableException failure)
        {
            throw StoreUnavailableException.Of(failure);
        }
    }

    /// <summary>An entry that cannot be read becomes a line with an error; the others are read.</summary>
    private SessionReport Open(in ReportEntry entry)
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
