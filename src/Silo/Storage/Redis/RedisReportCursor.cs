using System.Globalization;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>
/// How far a reader got in each partition's stream: positions <c>ms-sequence</c>, joined with dots. A stream gives positions out in the order of
/// its commits, so a reader that stands at one has everything before it.
/// </summary>
internal static class RedisReportCursor
{
    private const char Separator = '.';
    private const string Beginning = "0-0";

    /// <exception cref="FormatException">Not a cursor over so many partitions.</exception>
    public static string[] Parse(string? cursor, int partitions)
    {
        if (cursor is null)
            return [.. Enumerable.Repeat(Beginning, partitions)];

        var positions = cursor.Split(Separator);
        return positions.Length == partitions && positions.All(IsPosition)
            ? positions
            : throw new FormatException($"'{cursor}' is no cursor of this report log.");
    }

    public static string Format(string[] positions) => string.Join(Separator, positions);

    /// <summary>When the entry was committed, by the clock of its Redis server.</summary>
    public static ulong TimeOf(string position) =>
        ulong.Parse(position.AsSpan(0, position.IndexOf('-', StringComparison.Ordinal)), NumberStyles.None, CultureInfo.InvariantCulture);

    private static bool IsPosition(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && IsNumber(text.AsSpan(0, dash)) && IsNumber(text.AsSpan(dash + 1));
    }

    private static bool IsNumber(ReadOnlySpan<char> text) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
