using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Primitives;
using SessionGrains.Api.Operators.Answers;

namespace SessionGrains.Api.Operators.Reports;

/// <summary>The query of <c>GET /reports</c>.</summary>
/// <param name="After">The cursor of the reader's last line; null to begin with the oldest report.</param>
/// <param name="Limit">Most lines to return, 1 to 1,000. Default 100.</param>
/// <param name="Rows">Whether each report is told as rows, and <paramref name="Limit"/> counts these. Default false.</param>
/// <param name="Wait">How long to wait for the first line when there is none, 0 to 30 s. Default 0.</param>
internal readonly record struct ReportQuery(string? After, int Limit, bool Rows, TimeSpan Wait)
{
    public const int DefaultLimit = 100;
    public const int MostLimit = 1_000;
    public const int LongestWaitSeconds = 30;

    private static readonly string[] Names = ["after", "limit", "rows", "wait"];

    /// <summary>How many reports are enough for so many lines. With rows each has at least two, unless it is unreadable.</summary>
    public int MostReports(int lines) => Rows ? (lines + 1) / 2 : lines;

    /// <summary>Reads the query string. A mistake is described in one sentence.</summary>
    public static bool TryRead(IQueryCollection query, out ReportQuery read, [NotNullWhen(false)] out string? wrong)
    {
        read = default;
        wrong = null;
        if (query.Keys.FirstOrDefault(static key => !Names.Contains(key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            wrong = $"There is no filter {unknown[..Math.Min(unknown.Length, 64)]}: use {string.Join(", ", Names)}.";
        else if (QueryRepeat.Find(query) is { } twice)
            wrong = twice;
        else if (!TryNumber(query["limit"], DefaultLimit, 1, MostLimit, out var limit))
            wrong = $"limit must be a whole number from 1 to {MostLimit}.";
        else if (!QueryFlag.TryRead(query["rows"], out var rows))
            wrong = "rows must be true or false.";
        else if (!TryNumber(query["wait"], 0, 0, LongestWaitSeconds, out var wait))
            wrong = $"wait must be a whole number of seconds from 0 to {LongestWaitSeconds}.";
        else
            read = new ReportQuery(query["after"] is [{ Length: > 0 } after] ? after : null, limit, rows, TimeSpan.FromSeconds(wait));

        return wrong is null;
    }

    private static bool TryNumber(StringValues sent, int absent, int least, int most, out int number)
    {
        number = absent;
        return sent.Count == 0
            || (int.TryParse(sent[0], NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most);
    }
}
