using System.Globalization;
using System.Text.Json;

namespace SessionGrains.Api.Operators.Answers;

/// <summary>Times as they are written for operators: durations in seconds with up to three decimals, instants in ISO 8601 with Z and milliseconds.</summary>
internal static class JsonTimes
{
    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Decimal, because 0.1 + 0.2 in binary has more than three decimals.</summary>
    public static void WriteSeconds(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? milliseconds)
    {
        if (milliseconds is { } ms)
            writer.WriteNumber(name, ms / 1000m);
        else
            writer.WriteNull(name);
    }

    /// <summary>For a duration that the player sent and which may be a fraction of a millisecond, or any other finite number.</summary>
    public static void WriteSeconds(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? milliseconds) =>
        writer.WriteNumberOrNull(name, milliseconds is { } ms ? Math.Round(ms / 1000, 3) : null);

    /// <summary>What no calendar has (before the year 1 or after 9999) is told as null.</summary>
    public static void WriteInstant(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? unixMilliseconds)
    {
        if (unixMilliseconds is { } ms && ms >= Earliest && ms <= Latest)
            writer.WriteString(name, DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        else
            writer.WriteNull(name);
    }
}
