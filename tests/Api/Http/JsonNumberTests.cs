using System.Buffers;
using System.Text.Json.Serialization;
using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Operators.Live;
using SessionGrains.Live;

namespace SessionGrains.Api.Tests;

/// <summary>Numbers on their way to operators.</summary>
public sealed class JsonNumberTests
{
    private static readonly FiniteNumber Finite = new();

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_json_has_not_is_null_and_counted(double number)
    {
        var before = FiniteNumber.Nonfinite;

        Assert.Equal("{\"a\":null}", Written(number, Finite));
        Assert.Equal("{\"a\":null}", Written(number, new SentSeconds(Finite)));
        Assert.Equal(2, FiniteNumber.Nonfinite - before);
    }

    [Theory]
    [InlineData(0.1 + 0.2)]
    [InlineData(12.5)]
    [InlineData(-0.0)]
    [InlineData(5e-324)]
    [InlineData(double.MaxValue)]
    [InlineData(1e21)]
    public void Any_other_number_is_written_as_json_writes_it(double number) =>
        Assert.Equal($"{{\"a\":{JsonSerializer.Serialize(number)}}}", Written(number, Finite));

    [Theory]
    [InlineData(long.MinValue, null)]
    [InlineData(long.MaxValue, null)]
    [InlineData(-62_135_596_800_001, null)]
    [InlineData(253_402_300_800_000, null)]
    [InlineData(253_402_300_799_999, "9999-12-31T23:59:59.999Z")]
    [InlineData(0, "1970-01-01T00:00:00.000Z")]
    public void An_instant_that_no_calendar_has_is_null(long atMs, string? told) =>
        Assert.Equal(JsonSerializer.Serialize(new { a = told }), Written(atMs, new Instant()));

    [Fact]
    public void Live_counts_and_their_past_are_json_whatever_the_sums_have_become()
    {
        var minutes = (float[])[float.NaN, float.PositiveInfinity, float.MaxValue, -1];
        var history = new LiveHistory
        {
            StepSeconds = 60,
            Minutes = [.. minutes.Select(static (value, at) => new LiveMinute { Minute = int.MaxValue - at, Open = value, Playing = value, Buffering = value, AverageBitrate = value })],
        };
        var silo = new LiveSilo("silo", long.MaxValue, false, new(1, double.NaN, double.PositiveInfinity));
        var live = LiveAnswer.Of(new(null, null, 20), new() { AsOfMs = long.MinValue, Silos = [silo], LastMinute = history.Minutes[0] }, [], isAnyMissing: false);

        JsonDocument.Parse(LiveJson.Answers.Write(new LiveHistoryAnswer(history, new(false, long.MinValue, long.MaxValue, null)))).Dispose();
        JsonDocument.Parse(LiveJson.Answers.Write(live)).Dispose();
    }

    private static string Written<T>(T value, JsonConverter<T> converter)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("a"u8);
            converter.Write(writer, value, JsonSerializerOptions.Default);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(json.WrittenSpan);
    }
}
