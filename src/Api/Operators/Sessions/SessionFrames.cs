using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Operators.Streams;
using SessionGrains.Sessions.Watching;

namespace SessionGrains.Api.Operators.Sessions;

/// <summary>Turns the updates of a session into the events of its stream. Remembers which findings were sent.</summary>
internal sealed class SessionFrames
{
    private Dictionary<string, int>? _sentFindings;

    /// <summary>The frames of an update, in this order: applied events, new findings, the session, and that it closed.</summary>
    public IEnumerable<byte[]> Of(SessionUpdate update)
    {
        foreach (var applied in update.Applied)
            yield return Frame("applied", applied);
        if (update.View is not { } view)
            yield break;

        foreach (var finding in NewFindings(view.Findings))
            yield return Frame("finding", finding);
        yield return Frame("session", new SessionAnswer(view));
        if (update.IsFinished && view.ClosedBy is not null)
            yield return Frame("closed", new ClosedAnswer(view.ClosedBy.Name()));
    }

    /// <inheritdoc cref="CountdownAnswer"/>
    public static byte[] Countdown(SessionDeadlines deadlines, long nowMs) => Frame("countdown", new CountdownAnswer(deadlines, nowMs));

    /// <summary>Findings that are new or occurred again. None for the first view: the session itself contains them.</summary>
    private Finding[] NewFindings(Finding[] findings)
    {
        var known = _sentFindings;
        _sentFindings = findings.ToDictionary(finding => finding.Code, finding => finding.Count);
        return known is null ? [] : [.. findings.Where(finding => !known.TryGetValue(finding.Code, out var count) || count != finding.Count)];
    }

    private static byte[] Frame<T>(string name, T data) => EventStream.Frame(name, SessionJson.Answers.Write(data));
}
