using System.Text.Json;
using SessionGrains.Faults.Tests.Crowd;
using SessionGrains.Messages;

namespace SessionGrains.Faults.Tests.Reconciliation;

/// <summary>A session as the service shows it, live or in the report log (decisions.md section 6).</summary>
internal sealed class ReadSession(JsonElement json)
{
    public string Id => json.GetProperty("sessionId").GetString()!;

    public bool IsClosed => json.GetProperty("status").GetString() == "closed";

    public string? ClosedBy => json.GetProperty("closedBy").GetString();

    public JsonElement Metrics => json.GetProperty("metrics");

    /// <summary>Events that were applied, the sessionStart not counted.</summary>
    public int Applied => Events("received") - Events("duplicates") - 1;

    public int Late => Events("late");

    /// <summary>The player's clock seemed to jump: times are not what the script says.</summary>
    public bool HasFinding(string code) => json.GetProperty("findings").EnumerateArray().Any(one => one.GetProperty("code").GetString() == code);

    public bool Has(ScriptedEvent one) => json.GetProperty("qoeData").TryGetProperty(one.Mark, out _);

    /// <summary>Errors that were counted more than once: each script sends each once.</summary>
    public int CountedTwice => Metrics.GetProperty("errors").EnumerateArray().Sum(static error => error.GetProperty("count").GetInt32() - 1);

    public override string ToString() => json.GetRawText();

    private int Events(string name) => json.GetProperty("events").GetProperty(name).GetInt32();
}
