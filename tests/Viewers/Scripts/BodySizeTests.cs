using System.Text.Encodings.Web;

namespace SessionGrains.Viewers.Tests;

/// <summary>Bodies weigh what those of the recorded SDKs weigh.</summary>
public sealed class BodySizeTests
{
    private static readonly JsonSerializerOptions AsSent = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<(string Type, bool HasQuality), (int Least, int Most)> Recorded = Read();

    [Fact]
    public void Every_event_is_as_large_as_the_recorded_ones_of_its_type()
    {
        var checkedTypes = new HashSet<(string, bool)>();
        foreach (var script in WrittenScript.Many(Mix.Vod))
        {
            foreach (var one in script.Events)
            {
                var type = (EventBody.WireName(one.Meaning.Type), one.Meaning.Qoe is not null);
                if (Recorded.TryGetValue(type, out var recorded))
                {
                    Assert.InRange(EventBody.Of(one, script.Viewing).Length, recorded.Least * 0.8, recorded.Most * 1.25);
                    checkedTypes.Add(type);
                }
            }
        }

        Assert.Superset(
            new HashSet<(string, bool)> { ("ping", false), ("play", false), ("adBreakStart", true), ("adStart", false), ("adComplete", false), ("chapterStart", false), ("bitrateChange", true), ("error", true), ("pauseStart", true) },
            checkedTypes);
    }

    [Fact]
    public void A_session_start_is_as_large_as_the_recorded_ones()
    {
        var viewing = WrittenScript.Of(Mix.Vod, seed: 1, viewer: 5).Viewing;

        Assert.InRange(EventBody.OfStart(viewing).Length, Recorded[("sessionStart", false)].Least * 0.8, Recorded[("sessionStart", false)].Most * 1.25);
    }

    private static Dictionary<(string Type, bool HasQuality), (int Least, int Most)> Read() =>
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "vectors", "traffic"))
            .SelectMany(static file => JsonDocument.Parse(File.ReadAllBytes(file)).RootElement.GetProperty("requests").EnumerateArray().ToList())
            .Select(static request => request.GetProperty("body"))
            .Where(static body => body.ValueKind == JsonValueKind.Object)
            .GroupBy(static body => (body.GetProperty("eventType").GetString()!, body.TryGetProperty("qoeData", out _)))
            .ToDictionary(static group => group.Key, static group => (group.Min(Size), group.Max(Size)));

    /// <summary>As it was on the wire, without the spaces of the file.</summary>
    private static int Size(JsonElement body) => Encoding.UTF8.GetByteCount(JsonSerializer.Serialize(body, AsSent));
}
