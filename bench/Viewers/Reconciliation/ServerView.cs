using System.Text.Json;
using SessionGrains.Messages;
using SessionGrains.Viewers.Crowd;

namespace SessionGrains.Viewers.Reconciliation;

/// <summary>What the server shows of a session.</summary>
internal sealed class ServerView(JsonElement json)
{
    public bool IsClosed => Text("status") == "closed";

    public string? ClosedBy => Text("closedBy");

    public JsonElement Metrics => json.GetProperty("metrics");

    public long StartTs => json.GetProperty("startTs").GetInt64();

    public long EndTs => json.GetProperty("endTs").GetInt64();

    public double Playhead => json.GetProperty("playback").GetProperty("playhead").GetDouble();

    /// <summary>Events that were applied, the sessionStart not counted.</summary>
    public int Applied => Events("received") - Events("duplicates") - 1;

    public int Late => Events("late");

    public IEnumerable<string> Findings => json.GetProperty("findings").EnumerateArray().Select(static one => one.GetProperty("code").GetString()!);

    /// <summary>Null when the answer is no session.</summary>
    public static ServerView? Of(Answer answer)
    {
        try
        {
            var json = JsonDocument.Parse(answer.Text ?? "").RootElement;
            var view = new ServerView(json);
            _ = (view.Applied, view.Late, view.StartTs, view.EndTs, view.Playhead, view.IsClosed, view.ClosedBy, view.Metrics, view.Findings.Count());
            return view;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private string? Text(string name) => json.GetProperty(name).GetString();

    private int Events(string name) => json.GetProperty("events").GetProperty(name).GetInt32();
}
