using System.Globalization;

namespace SessionGrains.Api.Operators.Answers;

/// <summary>Reads the instants of query strings: ISO 8601, without an offset taken as UTC. A time of day alone or a date in another order is none.</summary>
internal static class QueryInstant
{
    /// <param name="text">What was sent.</param>
    /// <param name="atMs">Milliseconds since 1970-01-01 UTC.</param>
    public static bool TryRead(string text, out long atMs)
    {
        var isRead = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at);
        atMs = isRead ? at.ToUnixTimeMilliseconds() : 0;
        return isRead && text.Length >= 10 && text[4] == '-';
    }
}
