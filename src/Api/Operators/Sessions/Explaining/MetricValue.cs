using Microsoft.OpenApi;
using SessionGrains.Api.Operators.Answers;

namespace SessionGrains.Api.Operators.Sessions.Explaining;

/// <summary>The value of a metric as the session shows it.</summary>
/// <param name="Json">The value as JSON.</param>
/// <param name="Text">The value at the beginning of a sentence.</param>
[JsonConverter(typeof(Converter))]
internal readonly record struct MetricValue(string Json, string Text)
{
    public static readonly MetricValue Null = new("null", "null");
    public static readonly MetricValue NoItems = new("[]", "none");

    /// <param name="ms">Milliseconds, shown in seconds.</param>
    public static MetricValue Duration(long ms) => new((ms / 1000m).ToString(CultureInfo.InvariantCulture), Phrases.Seconds(ms));

    public static MetricValue Of(bool value) => value ? new("true", "true") : new("false", "false");

    public static MetricValue Zero { get; } = new("0", "0");

    internal sealed class Converter() : WriteOnlyConverter<MetricValue>(JsonSchemaType.Number | JsonSchemaType.Boolean | JsonSchemaType.Array | JsonSchemaType.Null)
    {
        public override void Write(Utf8JsonWriter writer, MetricValue value, JsonSerializerOptions options) => writer.WriteRawValue(value.Json, skipInputValidation: true);
    }
}
