using SessionGrains.Reports;
using SessionGrains.Stores;

namespace SessionGrains.PowerLoss.Tests;

/// <summary>
/// Compares what a store found after a crash with the answers that clients had got until then: every acknowledged session and event is in, none twice; the
/// report log is the beginning of the one that the run ended with; a session is closed exactly if it has its report; the others have a deadline.
/// </summary>
/// <param name="wholeLog">The report log at the end of the run, as session ids; null: not known, then only repetition is looked for.</param>
/// <param name="owed">Which promises hold at a crash; null: all.</param>
internal sealed class Judge(Promises promises, IReadOnlyList<string>? wholeLog, Func<Promise, bool>? owed = null)
{
    private const int AllOfThem = 1_000_000;

    private readonly Dictionary<string, int> _pings = promises.All.OfType<PingPromised>().CountBy(static ping => ping.SessionId).ToDictionary();

    /// <summary>What is wrong; empty when nothing is.</summary>
    public async Task<List<string>> JudgeAsync(ISessionStoreBackend store, int line)
    {
        var wrong = new List<string>();
        var log = await ReadLogAsync(store);
        var due = (await store.DueAsync(long.MaxValue - 1, AllOfThem)).ToHashSet();
        var told = promises.All.TakeWhile(promise => promise.Line <= line).Where(promise => owed?.Invoke(promise) ?? true).ToLookup(static promise => promise.SessionId);
        var reported = log.Select(static entry => entry.SessionId).ToHashSet();
        foreach (var (sessionId, reading) in promises.Sessions.Select(sessionId => (sessionId, FoundSession.ReadAsync(store, sessionId))).ToList())
        {
            try
            {
                var found = await reading;
                JudgeSession(sessionId, found, [.. told[sessionId]], reported.Contains(sessionId), due.Contains(sessionId), _pings.GetValueOrDefault(sessionId), wrong);
            }
            catch (Exception e) when (e is not (StoreUnavailableException or OutOfMemoryException))
            {
                wrong.Add($"{sessionId}: its record cannot be read: {e.GetType().Name}: {e.Message}");
            }
        }

        JudgeLog(log, reported, told, wrong);
        return wrong;
    }

    public static async Task<IReadOnlyList<ReportEntry>> ReadLogAsync(ISessionStoreBackend store) => await store.ReadAsync(null, AllOfThem);

    private static void JudgeSession(string sessionId, FoundSession? found, Promise[] told, bool isReported, bool isDue, int mostPings, List<string> wrong)
    {
        if (found is null)
        {
            if (told.Length > 0)
                wrong.Add($"{sessionId}: acknowledged in line {told[0].Line} and lost");
            return;
        }

        foreach (var promise in told)
        {
            if (promise is EventPromised one && !found.Marks.Contains(one.Mark))
                wrong.Add($"{sessionId}: {one.Mark} was acknowledged in line {one.Line} and is lost");
            else if (promise is ReportPromised && !isReported)
                wrong.Add($"{sessionId}: its report was told in line {promise.Line} and is lost");
        }

        var pings = told.OfType<PingPromised>().Count();
        if (found.Applied < found.Marks.Count + pings || found.Applied > found.Marks.Count + mostPings || found.ErrorsTwice > 0)
            wrong.Add($"{sessionId}: {found.Applied} events applied, {found.Marks.Count} marks, {pings} to {mostPings} pings, {found.ErrorsTwice} errors twice");
        if (found.IsFinished != isReported)
            wrong.Add($"{sessionId}: {(found.IsFinished ? "closed without its report" : "a report without the closing")}");
        if (found.IsFinished == isDue)
            wrong.Add($"{sessionId}: {(isDue ? "closed and still has a deadline" : "open without a deadline")}");
    }

    private void JudgeLog(IReadOnlyList<ReportEntry> log, HashSet<string> reported, ILookup<string, Promise> told, List<string> wrong)
    {
        if (reported.Count != log.Count)
            wrong.Add($"{log.Count - reported.Count} sessions have more than one report");
        if (wholeLog is not null && !log.Select(static entry => entry.SessionId).SequenceEqual(wholeLog.Take(log.Count)))
            wrong.Add($"the report log with {log.Count} entries is not the beginning of the one that the run ended with");
        if (log.Count > 0 && long.TryParse(log[^1].Cursor, CultureInfo.InvariantCulture, out var last) && last != log.Count)
            wrong.Add($"the report log has {log.Count} entries and its last one is number {last}");

        foreach (var entry in log)
        {
            HashSet<string> marks;
            try
            {
                marks = FoundSession.MarksInReport(entry.SessionId, entry.Body);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                wrong.Add($"{entry.SessionId}: its report cannot be read: {e.GetType().Name}: {e.Message}");
                continue;
            }

            wrong.AddRange(told[entry.SessionId].OfType<EventPromised>().Where(one => !marks.Contains(one.Mark)).Select(one => $"{entry.SessionId}: {one.Mark} is not in its report"));
        }
    }
}
