using System.Diagnostics.CodeAnalysis;
using SessionGrains.Api.Operators.Answers;
using SessionGrains.Sessions.Search;

namespace SessionGrains.Api.Operators.Sessions;

/// <summary>Reads the query string of a search for sessions. Unknown filters are rejected, because ignoring one would return too many sessions.</summary>
internal static class SearchQuery
{
    public const int DefaultLimit = 50;
    public const int MostLimit = 200;

    private static readonly string[] Names = ["mediaId", "visitorId", "since", "status", "limit"];

    public static bool TryRead(IQueryCollection query, [NotNullWhen(true)] out SessionQuery? read, [NotNullWhen(false)] out string? wrong)
    {
        read = null;
        var limit = DefaultLimit;
        var since = 0L;
        bool? isOpen = null;
        wrong = query.FirstOrDefault(sent => !Names.Contains(sent.Key, StringComparer.OrdinalIgnoreCase)).Key is { } unknown
            ? $"There is no filter {unknown[..Math.Min(unknown.Length, 64)]}: use {string.Join(", ", Names)}."
            : QueryRepeat.Find(query) is { } twice ? twice
            : One(query, "limit") is { } number && !(int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MostLimit)
                ? $"limit must be a whole number from 1 to {MostLimit}."
            : One(query, "since") is { } time && !QueryInstant.TryRead(time, out since) ? "since must be a time in ISO 8601, such as 2026-11-24T08:30:00Z."
            : One(query, "status") is { } status && !TryStatus(status, out isOpen) ? "status must be open or closed."
            : null;
        if (wrong is not null)
            return false;

        read = new(One(query, "mediaId"), One(query, "visitorId"), query.ContainsKey("since") ? since : null, isOpen, limit);
        return true;
    }

    private static string? One(IQueryCollection query, string name) => query[name] is [{ } text] ? text : null;

    private static bool TryStatus(string text, out bool? isOpen)
    {
        isOpen = text switch { "open" => true, "closed" => false, _ => null };
        return isOpen is not null;
    }
}
