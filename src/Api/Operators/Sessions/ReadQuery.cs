using System.Diagnostics.CodeAnalysis;
using SessionGrains.Api.Operators.Answers;

namespace SessionGrains.Api.Operators.Sessions;

/// <summary>The query of <c>GET /sessions/{sid}</c>.</summary>
/// <param name="WithJournal">With the journal. Default false.</param>
/// <param name="WithExplanation">With the explanation of the metrics. Default false.</param>
internal readonly record struct ReadQuery(bool WithJournal, bool WithExplanation)
{
    /// <summary>Reads the query string. A mistake is described in one sentence.</summary>
    public static bool TryRead(IQueryCollection query, out ReadQuery read, [NotNullWhen(false)] out string? wrong)
    {
        var isJournalRead = QueryFlag.TryRead(query["journal"], out var withJournal);
        var isExplainRead = QueryFlag.TryRead(query["explain"], out var withExplanation);
        read = new(withJournal, withExplanation);
        wrong = QueryRepeat.Find(query) ?? (!isJournalRead ? "journal must be true or false." : !isExplainRead ? "explain must be true or false." : null);
        return wrong is null;
    }
}
