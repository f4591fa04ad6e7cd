namespace SessionGrains.Api.Tests;

/// <summary>What real clients sent and what the documents publish is accepted.</summary>
public sealed class VectorTests
{
    private const string Timeline = "mca_timeline1_vod_preroll_pause_buffer_complete.json";
    private static readonly string Vectors = Path.Combine(AppContext.BaseDirectory, "vectors");

    public static TheoryData<string> Traffic() => [.. Directory.GetFiles(Path.Combine(Vectors, "traffic"), "*.json").Select(f => Path.GetFileName(f))];

    [Theory]
    [MemberData(nameof(Traffic))]
    public void Everything_that_a_real_client_sent_is_accepted_without_an_unknown_member(string file)
    {
        var bodies = 0;
        foreach (var request in Load("traffic", file)["requests"]!.AsArray())
        {
            if (request!["body"] is not { } body) continue;
            bodies++;
            var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
            var path = request["path"]!.GetValue<string>();
            if (WireReader.IsArray(bytes)) Read.Batch(body.ToJsonString(), requireFlag: path == "/api/v1/sessions");
            else if (path == "/api/v1/sessions") Assert.Null(Read.Start(body.ToJsonString(), ValidationMode.Strict).UnknownMember);
            else Assert.Null(Read.Event(body.ToJsonString(), ValidationMode.Strict).UnknownMember);
        }

        Assert.True(bodies > 10);
    }

    [Fact]
    public void The_sample_request_is_accepted_and_its_made_up_qoe_keys_are_kept()
    {
        var body = Load("", "sample-request.json")["request"]!["body"]!.ToJsonString();
        var start = Read.Start(body);
        Assert.Equal(60.39333333333333, start.LengthSeconds);
        Assert.Equal("<your-userId>", start.VisitorId);
        Assert.Equal("ClickMe", start.MediaName);
        Assert.Equal("/qoeData/param1", start.UnknownMember);
        Assert.Equal(["param1", "param2"], start.Qoe!.Others!.Select(o => o.Key));
        Assert.Equal("<your param-value>", JsonSerializer.Deserialize<string>(start.Qoe.Others![0].RawValue));
        Assert.Equal(2, Read.StartViolations(body, ValidationMode.Strict).Count);
    }

    [Fact]
    public void Every_event_of_the_published_timeline_is_accepted_in_strict_mode()
    {
        JsonObject[] events = [.. Events(Timeline)];
        Assert.Equal("VA API Sample Player", Read.Start(events[0].ToJsonString(), ValidationMode.Strict).MediaId);
        foreach (var e in events.Skip(1))
        {
            Assert.Equal(e["eventType"]!.GetValue<string>(), Read.Event(e.ToJsonString(), ValidationMode.Strict).Type.ToString(), ignoreCase: true);
        }
    }

    [Fact]
    public void The_published_downloaded_session_is_accepted()
    {
        JsonArray batch = [.. Events("mca_downloaded_example.json")];
        batch[0]!["params"] = JsonNode.Parse($"{{{Read.StartParams}}}");
        var read = Read.Batch(batch.ToJsonString());
        Assert.Equal(1529997923478, read.Start.Ts);
        Assert.Equal(["Play", "Ping", "Ping", "Ping", "SessionComplete"], read.Events.Select(e => e.Type.ToString()));
    }

    private static IEnumerable<JsonObject> Events(string file)
    {
        foreach (var e in Load("timelines", file)["events"]!.AsArray())
        {
            var result = new JsonObject
            {
                ["eventType"] = e!["eventType"]!.DeepClone(),
                ["playerTime"] = new JsonObject
                {
                    ["playhead"] = e["playhead"]!.DeepClone(),
                    ["ts"] = e["ts"]?.DeepClone() ?? 1_700_000_000_000 + e["tsOffsetMs"]!.GetValue<long>(),
                },
            };
            foreach (var name in (string[])["params", "qoeData", "customMetadata"])
            {
                if (e[name] is { } value) result[name] = value.DeepClone();
            }

            yield return result;
        }
    }

    private static JsonNode Load(string folder, string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Vectors, folder, file)))!;
}
