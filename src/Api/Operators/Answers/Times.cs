using Microsoft.OpenApi;

namespace SessionGrains.Api.Operators.Answers;

/// <summary>Writes milliseconds since 1970-01-01 UTC as ISO 8601 with milliseconds and Z. Instants outside the years 1 to 9999 are null.</summary>
internal sealed class Instant() : WriteOnlyConverter<long>(JsonSchemaType.String)
{
    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public override string SchemaFormat => "date-time";

    /// <summary>Whether the instant is in the years 1 to 9999.</summary>
    public static bool HasDate(long atMs) => atMs >= Earliest && atMs <= Latest;

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options)
    {
        if (HasDate(value))
            writer.WriteStringValue(DateTimeOffset.FromUnixTimeMilliseconds(value).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        else
            writer.WriteNullValue();
    }
}

/// <summary>Writes whole milliseconds as seconds with up to three decimals. Uses decimal: a binary fraction can have more digits.</summary>
internal sealed class Seconds() : WriteOnlyConverter<long>(JsonSchemaType.Number)
{
    public const string Precision = "Seconds, up to three decimals";

    public override string SchemaDescription => Precision;

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value / 1000m);
}

/// <summary>Writes milliseconds as sent by a player, possibly fractional, as seconds with up to three decimals.</summary>
internal sealed class SentSeconds(FiniteNumber numbers) : WriteOnlyConverter<double>(JsonSchemaType.Number)
{
    public override string SchemaDescription => Seconds.Precision;

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => numbers.Write(writer, Math.Round(value / 1000, 3), options);
}
