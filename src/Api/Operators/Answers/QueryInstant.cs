namespace SessionGrains.Api.Operators.Answers;

/// <summary>Reads instants in query strings: ISO 8601, in UTC if there is no offset. Rejects a time without a date and dates that do not begin with the year.</summary>
internal static class QueryInstant
{
    /// <param name="text">The parameter's value.</param>
    /// <param name="atMs">Milliseconds since 1970-01-01 UTC.</param>
    public static bool TryRead(string text, out long atMs)
    {
        var isRead = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at);
        atMs = isRead ? at.ToUnixTimeMilliseconds() : 0;
        return isRead && text.Length >= 10 && text[4] == '-';
    }
}
