namespace SessionGrains.Players;

/// <summary>Reads sessions back and compares each with what was sent.</summary>
internal sealed class Reconciler(TrackingServer server)
{
    private const int AtATime = 16;
    private const int Tries = 3;

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);

    /// <summary>From its deadline to its report a session takes no longer than this, whatever failed, with room for a busy machine.</summary>
    private static readonly TimeSpan Closing = TimeSpan.FromSeconds(60);

    /// <summary>The idle timeout of the server; null: its default.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Where every session must have one report; null: reports are not looked at.</summary>
    public ReportFollower? Reports { get; init; }

    /// <summary>Compares sessions whose events may have no marks: by the counts and the metrics.</summary>
    public Task<Ledger> CompareAsync(IReadOnlyCollection<SentSession> sessions, CancellationToken cancellationToken) => ForEachAsync(
        sessions,
        async (session, ledger, token) =>
        {
            var answer = await ReadAsync(session, token);
            if (answer.Code is Answer.None or 401 or 403 or >= 500)
                ledger.RecordUnreadable(session, answer);
            else if (answer.Code != 200 || ReadSession.Of(answer) is not { } read)
                ledger.Record(session, Comparison.Differs("the session", $"answered {answer.Code}", "201, so it must be there"), null);
            else
                ledger.Record(session, SessionComparison.Compare(session, read, IdleTimeout), read);
        },
        cancellationToken);

    /// <summary>Compares sessions whose events all have marks, so it is known of each event whether it is in. Every session must close, at the latest by its timeout.</summary>
    public Task<Ledger> CompareMarkedAsync(IReadOnlyCollection<SentSession> sessions)
    {
        var deadline = TimeProvider.System.GetTimestamp() + (long)(((IdleTimeout ?? TimeSpan.Zero) + Closing).TotalSeconds * TimeProvider.System.TimestampFrequency);
        return ForEachAsync(sessions, (session, ledger, _) => CompareMarkedAsync(session, ledger, deadline), CancellationToken.None);
    }

    private static async Task<Ledger> ForEachAsync(IReadOnlyCollection<SentSession> sessions, Func<SentSession, Ledger, CancellationToken, Task> compare, CancellationToken cancellationToken)
    {
        var ledger = new Ledger(sessions);
        await Parallel.ForEachAsync(sessions, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken }, async (session, token) => await compare(session, ledger, token));
        return ledger;
    }

    private async Task CompareMarkedAsync(SentSession sent, Ledger ledger, long deadline)
    {
        var acknowledged = sent.Events.Where(static one => one.Outcome == Outcome.Acknowledged).ToList();
        if (await ReadClosedAsync(sent, deadline) is not { } read)
        {
            ledger.RecordLost(sent, 1 + acknowledged.Count, "acknowledged, and now 404 or unreadable");
            return;
        }

        var isIn = sent.Events.Where(read.Has).ToList();
        var lost = acknowledged.Except(isIn).ToList();
        if (lost.Count > 0)
            ledger.RecordLost(sent, lost.Count, $"acknowledged, but not in: {string.Join(", ", lost.Select(static one => $"{one.Mark} {one.Meaning.Type}"))}: {read}");

        if (Math.Max(read.ErrorsTwice, read.Applied - isIn.Count) is var twice and > 0)
            ledger.RecordAppliedTwice(sent, twice, $"{read.Applied} events applied, {isIn.Count} marks, {read.ErrorsTwice} errors twice: {read}");

        ledger.RecordInThoughUnanswered(isIn.Count(static one => one.Outcome != Outcome.Acknowledged));
        if (sent.Events.Any(static one => one.Code == 404))
            ledger.Complain(sent, "answered 404 while it played and can be read now");

        if (sent.Events.Any(static one => one.Code == 410) && read.ClosedBy != "idle")
            ledger.Complain(sent, $"answered 410 while it played, closed by {read.ClosedBy}");

        foreach (var refused in sent.Events.Where(static one => one.Outcome == Outcome.Refused))
            ledger.Complain(sent, $"a valid event was answered {refused.Code}: {refused.Mark} {refused.Meaning}");

        ledger.Record(sent, read.IsComparable ? SessionComparison.Compare(sent.Start, [.. isIn.Select(static one => one.Meaning)], read, IdleTimeout) : Comparison.NotComparable, read);
        if (!read.IsClosed)
            ledger.Complain(sent, $"not closed in time: {read}");
        else if (Reports is not null)
            await CompareReportAsync(sent, isIn, read, Reports, ledger, deadline);
    }

    private static async Task CompareReportAsync(SentSession sent, List<SentEvent> isIn, ReadSession read, ReportFollower reports, Ledger ledger, long deadline)
    {
        while (reports.LinesOf(sent.Id) == 0 && TimeProvider.System.GetTimestamp() < deadline)
            await Task.Delay(Glance);

        if (reports.LinesOf(sent.Id) != 1)
            ledger.Complain(sent, $"{reports.LinesOf(sent.Id)} lines in the report log, closed by {read.ClosedBy}");
        else if (reports.Reports[sent.Id] is var report && (!isIn.TrueForAll(report.Has) || report.Applied != read.Applied || !JsonElement.DeepEquals(report.Metrics, read.Metrics)))
            ledger.Complain(sent, $"the report is not the session: {report} {read}");
    }

    /// <summary>The session once it is closed or its time is over; null when there is none.</summary>
    private async Task<ReadSession?> ReadClosedAsync(SentSession sent, long deadline)
    {
        for (ReadSession? last = null; ; await Task.Delay(Glance * 4))
        {
            var answer = await server.GetAsync(sent.Path);
            if (answer.Code == 404)
                return null;

            if (answer.Code == 200)
                last = ReadSession.Of(answer) ?? last;

            if (last is { IsClosed: true } || TimeProvider.System.GetTimestamp() > deadline)
                return last;
        }
    }

    private async Task<Answer> ReadAsync(SentSession session, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await server.GetAsync(session.Path, cancellationToken);
            if (!answer.IsUncertain || attempt == Tries)
                return answer;
        }
    }
}
