using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Operators.Streams;
using SessionGrains.Messages;
using SessionGrains.Sessions.Watching;

namespace SessionGrains.Api.Operators.Sessions;

/// <summary>Turns the changes of a session into the events of its stream. Remembers which findings it has sent.</summary>
internal sealed class SessionFrames
{
    private Dictionary<string, int>? _found;

    /// <summary>In this order: events that arrived, findings they caused, the session as it is now, and that it is closed.</summary>
    public IEnumerable<byte[]> Of(SessionUpdate news)
    {
        foreach (var applied in news.Applied)
            yield return Frame("applied", applied);
        if (news.View is not { } view)
            yield break;

        foreach (var finding in NewlyFound(view.Findings))
            yield return Frame("finding", finding);
        yield return Frame("session", new SessionAnswer(view));
        if (news.IsFinished && view.ClosedBy is not null)
            yield return Frame("closed", new ClosedAnswer(view.ClosedBy.Name()));
    }

    /// <inheritdoc cref="CountdownAnswer"/>
    public static byte[] Countdown(SessionDeadlines deadlines, long nowMs) => Frame("countdown", new CountdownAnswer(deadlines, nowMs));

    /// <summary>Findings that are new or were found again. Those of the first view are part of the session itself.</summary>
    private Finding[] NewlyFound(Finding[] findings)
    {
        var known = _found;
        _found = findings.ToDictionary(finding => finding.Code, finding => finding.Count);
        return known is null ? [] : [.. findings.Where(finding => !known.TryGetValue(finding.Code, out var count) || count != finding.Count)];
    }

    private static byte[] Frame<T>(string name, T data) => EventStream.Frame(name, SessionJson.Answers.Write(data));
}
