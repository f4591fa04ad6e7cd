using System.Diagnostics.CodeAnalysis;
using SessionGrains.Api.Operators.Answers;
using SessionGrains.Live;

namespace SessionGrains.Api.Operators.Live;

/// <summary>Reads the query strings of the live operations. A mistake is described in one sentence.</summary>
internal static class LiveRequest
{
    public const int DefaultTop = 20;
    public const int MostTop = 200;

    private static readonly string[] LiveNames = ["mediaId", "channel", "top"];
    private static readonly string[] HistoryNames = ["resolution", "from", "to", "mediaId"];

    public static bool TryRead(IQueryCollection query, out LiveQuery read, [NotNullWhen(false)] out string? wrong)
    {
        read = default;
        if (!AreKnown(query, LiveNames, out wrong))
            return false;

        var top = DefaultTop;
        if (query["top"] is [{ } sent] && !(int.TryParse(sent, NumberStyles.None, CultureInfo.InvariantCulture, out top) && top is >= 1 and <= MostTop))
            wrong = $"top must be a whole number from 1 to {MostTop}.";

        read = new(Key(query, "mediaId"), Key(query, "channel"), top);
        return wrong is null;
    }

    public static bool TryReadHistory(IQueryCollection query, out HistoryQuery read, [NotNullWhen(false)] out string? wrong)
    {
        read = default;
        if (!AreKnown(query, HistoryNames, out wrong))
            return false;

        var resolution = One(query, "resolution") ?? "minute";
        if (resolution is not ("second" or "minute"))
            wrong = "resolution must be second or minute.";

        if (!TryReadInstant(query, "from", long.MinValue, out var from))
            wrong = "from must be an instant such as 2026-11-24T09:30:00Z.";

        if (!TryReadInstant(query, "to", long.MaxValue, out var to))
            wrong = "to must be an instant such as 2026-11-24T09:45:00Z.";

        read = new(resolution == "second", from, to, Key(query, "mediaId"));
        return wrong is null;
    }

    private static bool AreKnown(IQueryCollection query, string[] names, [NotNullWhen(false)] out string? wrong)
    {
        wrong = query.Keys.FirstOrDefault(key => !names.Contains(key)) is { } unknown
            ? $"There is no filter '{(unknown.Length > 40 ? unknown[..40] : unknown)}': {string.Join(", ", names)} are known."
            : QueryRepeat.Find(query);
        return wrong is null;
    }

    private static string? One(IQueryCollection query, string name) => query[name] is [{ } sent] ? sent : null;

    /// <summary>Cut to the length that live keys have.</summary>
    private static string? Key(IQueryCollection query, string name) => One(query, name) is { } sent ? LiveKey.Cut(sent) : null;

    private static bool TryReadInstant(IQueryCollection query, string name, long absent, out long ms)
    {
        ms = absent;
        return One(query, name) is not { } sent || QueryInstant.TryRead(sent, out ms);
    }
}

/// <summary>The query of <c>GET /live/history</c>.</summary>
/// <param name="BySecond">True: the last ten minutes by seconds; false: the last day by minutes.</param>
/// <param name="FromMs">Earliest instant, in ms since 1970-01-01 UTC.</param>
/// <param name="ToMs">Latest instant, in ms since 1970-01-01 UTC.</param>
/// <param name="MediaId">The title; null for all titles together.</param>
internal readonly record struct HistoryQuery(bool BySecond, long FromMs, long ToMs, string? MediaId)
{
    public bool Covers(long atMs) => atMs >= FromMs && atMs <= ToMs;
}
