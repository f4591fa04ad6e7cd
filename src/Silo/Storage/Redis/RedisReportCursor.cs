using System.Globalization;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>
/// A reader's position in each partition's stream: <c>ms-sequence</c>, joined with dots. Positions of a stream are in commit order, so a reader at one has read
/// everything before it.
/// </summary>
internal static class RedisReportCursor
{
    private const char Separator = '.';
    private const string Beginning = "0-0";

    /// <exception cref="FormatException">Not a cursor for this number of partitions, or no partition has the number <paramref name="stream"/>.</exception>
    public static string[] Parse(string? cursor, int partitions, int stream = 0)
    {
        if (cursor is null)
            return [.. Enumerable.Repeat(Beginning, partitions)];

        var positions = cursor.Split(Separator);
        return positions.Length == partitions && stream >= 0 && stream < partitions && positions.All(IsPosition) && !positions.All(static position => position == Beginning)
            ? positions
            : throw WrongReportCursor.Of(cursor);
    }

    public static string Format(string[] positions) => string.Join(Separator, positions);

    /// <summary>When the entry was committed, in milliseconds of its Redis server's clock.</summary>
    public static ulong TimeOf(string position) =>
        ulong.Parse(position.AsSpan(0, position.IndexOf('-', StringComparison.Ordinal)), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>The cursor before the entries of a time and later, by the clock of each partition's server; null for the start.</summary>
    public static string? Before(DateTimeOffset time, int partitions) =>
        time.ToUnixTimeMilliseconds() is > 0 and var ms ? Format([.. Enumerable.Repeat(string.Create(CultureInfo.InvariantCulture, $"{ms - 1}-{ulong.MaxValue}"), partitions)]) : null;

    /// <summary>In each stream the earlier position of two cursors; null for the start of all.</summary>
    /// <exception cref="FormatException">One is not a cursor for this number of partitions.</exception>
    public static string? Earlier(string? one, string? other, int partitions)
    {
        string[] earlier = [.. Parse(one, partitions).Zip(Parse(other, partitions), static (left, right) => Order(left).CompareTo(Order(right)) <= 0 ? left : right)];
        return earlier.All(static position => position == Beginning) ? null : Format(earlier);
    }

    /// <summary>A position as numbers, in whose order streams are.</summary>
    public static (ulong Ms, ulong Sequence) Order(string position) =>
        (TimeOf(position), ulong.Parse(position.AsSpan(position.IndexOf('-', StringComparison.Ordinal) + 1), NumberStyles.None, CultureInfo.InvariantCulture));

    private static bool IsPosition(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && IsNumber(text.AsSpan(0, dash)) && IsNumber(text.AsSpan(dash + 1));
    }

    /// <summary>As Redis writes it: without leading zeros.</summary>
    private static bool IsNumber(ReadOnlySpan<char> text) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) && (text.Length == 1 || text[0] != '0');
}
