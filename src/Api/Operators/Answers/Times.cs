using System.Globalization;
using System.Text.Json;
using Microsoft.OpenApi;

namespace SessionGrains.Api.Operators.Answers;

/// <summary>
/// Writes milliseconds since 1970-01-01 UTC as ISO 8601 with Z and milliseconds. Instants before the year 1 or after 9999 are written as null.
/// </summary>
internal sealed class Instant() : WriteOnlyConverter<long>(JsonSchemaType.String)
{
    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public override string SchemaFormat => "date-time";

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options)
    {
        if (value >= Earliest && value <= Latest)
            writer.WriteStringValue(DateTimeOffset.FromUnixTimeMilliseconds(value).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        else
            writer.WriteNullValue();
    }
}

/// <summary>Writes whole milliseconds as seconds with up to three decimals; decimal, because 0.1 + 0.2 in binary has more than three.</summary>
internal sealed class Seconds() : WriteOnlyConverter<long>(JsonSchemaType.Number)
{
    public const string Precision = "Seconds, up to three decimals";

    public override string SchemaDescription => Precision;

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value / 1000m);
}

/// <summary>Writes milliseconds that a player sent, possibly with fractions, as seconds with up to three decimals.</summary>
internal sealed class SentSeconds(FiniteNumber numbers) : WriteOnlyConverter<double>(JsonSchemaType.Number)
{
    public override string SchemaDescription => Seconds.Precision;

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => numbers.Write(writer, Math.Round(value / 1000, 3), options);
}
