using System.Net;
using System.Text.Json;
using SessionGrains.Faults.Tests.Crowd;
using SessionGrains.Messages;

namespace SessionGrains.Faults.Tests.Reconciliation;

/// <summary>Compares all that players were told with what the service shows afterwards.</summary>
internal sealed class Reconciler(FrontDoors doors, TimeSpan idleTimeout, ReportFollower? reports)
{
    /// <summary>From its deadline to its report a session takes no longer than this, whatever died (decisions.md section 4), with room for a busy machine.</summary>
    private static readonly TimeSpan Closing = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);

    public async Task<Ledger> ReconcileAsync(IReadOnlyCollection<PlayedSession> sessions)
    {
        var events = sessions.SelectMany(static one => one.Events).ToList();
        var ledger = new Ledger
        {
            Sessions = sessions.Count,
            Acknowledged = events.Count(static one => one.Outcome == Outcome.Acknowledged),
            Unanswered = events.Count(static one => one.Outcome == Outcome.Unanswered),
        };
        var deadline = TimeProvider.System.GetTimestamp() + (long)((idleTimeout + Closing).TotalSeconds * TimeProvider.System.TimestampFrequency);
        await Parallel.ForEachAsync(sessions, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (session, _) => await CompareAsync(session, ledger, deadline));
        return ledger;
    }

    private async Task CompareAsync(PlayedSession played, Ledger ledger, long deadline)
    {
        if (await ReadAsync(played, deadline) is not { } read)
        {
            ledger.RecordLost(1 + played.Acknowledged.Count(), $"{played.Id}: acknowledged, and now 404 or unreadable");
            return;
        }

        var isIn = played.Events.Where(read.Has).ToList();
        var lost = played.Acknowledged.Except(isIn).ToList();
        if (lost.Count > 0)
            ledger.RecordLost(lost.Count, $"{played.Id}: acknowledged, but not in: {string.Join(", ", lost.Select(static one => $"{one.Mark} {one.Meaning.Type}"))}: {read}");

        if (Math.Max(read.CountedTwice, read.Applied - isIn.Count) is var twice and > 0)
            ledger.RecordAppliedTwice(twice, $"{played.Id}: {read.Applied} events applied, {isIn.Count} marks, {read.CountedTwice} errors twice: {read}");

        ledger.RecordAppliedThoughUnanswered(isIn.Count(static one => one.Outcome != Outcome.Acknowledged));
        if (played.WasUnknown)
            ledger.Complain($"{played.Id}: answered 404 under way and can be read now");

        if (played.WasClosedUnderway && read.ClosedBy != "idle")
            ledger.Complain($"{played.Id}: answered 410 under way, closed by {read.ClosedBy}");

        foreach (var refused in played.Events.Where(static one => one.Outcome == Outcome.Refused))
            ledger.Complain($"{played.Id}: a valid event was refused: {System.Text.Encoding.UTF8.GetString(refused.Body)}");

        CompareMetrics(played, isIn, read, ledger);
        await CompareReportAsync(played, isIn, read, ledger, deadline);
    }

    private void CompareMetrics(PlayedSession played, List<ScriptedEvent> isIn, ReadSession read, Ledger ledger)
    {
        var comparable = read.Late == 0 && !read.HasFinding("clock-jump");
        ledger.RecordCompared(comparable);
        if (comparable && ExpectedMetrics.Difference(played, isIn, read, idleTimeout) is { } difference)
            ledger.Complain($"{played.Id}: {difference}: {read}");
    }

    private async Task CompareReportAsync(PlayedSession played, List<ScriptedEvent> isIn, ReadSession read, Ledger ledger, long deadline)
    {
        if (!read.IsClosed)
        {
            ledger.Complain($"{played.Id}: not closed in time: {read}");
            return;
        }

        if (reports is null)
            return;

        while (reports.LinesOf(played.Id) == 0 && TimeProvider.System.GetTimestamp() < deadline)
            await Task.Delay(Glance);

        if (reports.LinesOf(played.Id) != 1)
            ledger.Complain($"{played.Id}: {reports.LinesOf(played.Id)} lines in the report log, closed by {read.ClosedBy}");
        else if (reports.Reports[played.Id] is var report && (!isIn.TrueForAll(report.Has) || report.Applied != read.Applied || !JsonElement.DeepEquals(report.Metrics, read.Metrics)))
            ledger.Complain($"{played.Id}: the report is not the session: {report} {read}");
    }

    /// <summary>The session, once it is closed or its time is over; null when there is none.</summary>
    private async Task<ReadSession?> ReadAsync(PlayedSession played, long deadline)
    {
        ReadSession? last = null;
        while (true)
        {
            var answer = await doors.GetAsync($"/api/v1/sessions/{played.Id}");
            if (answer is { Status: HttpStatusCode.NotFound })
                return null;

            if (answer is { Status: HttpStatusCode.OK } read)
                last = new ReadSession(JsonDocument.Parse(read.Body).RootElement);

            if (last is { IsClosed: true } || TimeProvider.System.GetTimestamp() > deadline)
                return last;

            await Task.Delay(Glance * 4);
        }
    }
}
