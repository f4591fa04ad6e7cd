namespace SessionGrains.Players;

/// <summary>A session as the server shows it, live or in the report log (docs/protocol.md#6-reading-a-session).</summary>
internal sealed class ReadSession(JsonElement json)
{
    public string Id => json.GetProperty("sessionId").GetString()!;

    public bool IsClosed => Text("status") == "closed";

    public string? ClosedBy => Text("closedBy");

    public JsonElement Metrics => json.GetProperty("metrics");

    public long StartTs => json.GetProperty("startTs").GetInt64();

    public long EndTs => json.GetProperty("endTs").GetInt64();

    public double Playhead => json.GetProperty("playback").GetProperty("playhead").GetDouble();

    /// <summary>Events that were applied, the sessionStart not counted. A call that the front door repeated counts as a duplicate.</summary>
    public int Applied => Events("received") - Events("duplicates") - 1;

    public int Late => Events("late");

    public IEnumerable<string> Findings => json.GetProperty("findings").EnumerateArray().Select(static one => one.GetProperty("code").GetString()!);

    /// <summary>An event came too late or the clocks seemed to jump: the times follow other rules than the order of the events.</summary>
    public bool IsComparable => Late == 0 && !Findings.Contains("clock-jump");

    /// <summary>The names of the unknown values, among them the marks of the events that are in.</summary>
    public IEnumerable<string> QoeNames => json.GetProperty("qoeData").EnumerateObject().Select(static value => value.Name);

    /// <summary>Errors that were counted more than once, in a session whose errors are all different.</summary>
    public int ErrorsTwice => Metrics.GetProperty("errors").EnumerateArray().Sum(static error => error.GetProperty("count").GetInt32() - 1);

    /// <summary>Null when the answer is no session.</summary>
    public static ReadSession? Of(Answer answer)
    {
        try
        {
            var read = new ReadSession(JsonDocument.Parse(answer.Text ?? "").RootElement);
            _ = (read.Applied, read.Late, read.StartTs, read.EndTs, read.Playhead, read.IsClosed, read.ClosedBy, read.Metrics, read.Findings.Count());
            return read;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    public bool Has(SentEvent one) => json.GetProperty("qoeData").TryGetProperty(one.Mark!, out _);

    public override string ToString() => json.GetRawText();

    private string? Text(string name) => json.GetProperty(name).GetString();

    private int Events(string name) => json.GetProperty("events").GetProperty(name).GetInt32();
}
