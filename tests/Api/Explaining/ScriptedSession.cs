using SessionGrains.Api.Operators.Sessions.Explaining;
using SessionGrains.Tracking;

namespace SessionGrains.Api.Tests.Explaining;

/// <summary>A session of the core that is sent events as players write them, and what is explained of it. Times are seconds after 12:00:00.</summary>
internal sealed class ScriptedSession
{
    /// <summary>2026-11-28 12:00:00 UTC.</summary>
    public const long Zero = 1_795_867_200_000;

    private readonly StartRequest _start;
    private readonly List<PlayerEvent> _events = [];
    private Session? _session;
    private long _lastTs = Zero;
    private long _nowMs = Zero;
    private int _sent;

    public ScriptedSession(double length = 100) => _start = Read.Start(StartJson(length));

    public Session Session => _session ??= Session.Start(_start, Zero, SessionTimeouts.Default with { NoProgressTimeoutMs = 86_400_000 });

    public static string StartJson(double length = 100) => new JsonObject
    {
        ["eventType"] = "sessionStart",
        ["playerTime"] = new JsonObject { ["playhead"] = 0, ["ts"] = Zero },
        ["params"] = new JsonObject
        {
            ["analytics.trackingServer"] = "t",
            ["analytics.reportSuite"] = "r",
            ["visitor.marketingCloudOrgId"] = "o",
            ["media.id"] = "m",
            ["media.length"] = length,
            ["media.contentType"] = "VOD",
            ["media.playerName"] = "p",
            ["media.channel"] = "c",
        },
    }.ToJsonString();

    /// <param name="type">Type of the event.</param>
    /// <param name="at">Seconds after 12:00:00.</param>
    /// <param name="playhead">In seconds.</param>
    /// <param name="name">Of an ad, a chapter, a player state or an error.</param>
    /// <param name="n">Makes the body differ from those of the same type and time.</param>
    public static string EventJson(string type, double at, double playhead = 0, string name = "one", int n = 1) => new JsonObject
    {
        ["eventType"] = type,
        ["playerTime"] = new JsonObject { ["playhead"] = playhead, ["ts"] = Zero + (long)Math.Round(at * 1000) },
        ["params"] = type switch
        {
            "adBreakStart" => new JsonObject { ["media.ad.podIndex"] = n, ["media.ad.podSecond"] = 0 },
            "adStart" => new JsonObject { ["media.ad.podPosition"] = n, ["media.ad.id"] = name, ["media.ad.length"] = 15, ["media.ad.playerName"] = "p" },
            "chapterStart" => new JsonObject { ["media.chapter.index"] = n, ["media.chapter.offset"] = 0, ["media.chapter.length"] = 10, ["media.chapter.friendlyName"] = name },
            "stateStart" or "stateEnd" => new JsonObject { ["media.state.name"] = name },
            "error" => new JsonObject { ["media.qoe.errorID"] = name, ["media.qoe.errorSource"] = "player" },
            _ => new JsonObject(),
        },
        ["qoeData"] = type == "bitrateChange" ? new JsonObject { ["media.qoe.bitrate"] = 1_000_000 + n } : new JsonObject(),
    }.ToJsonString();

    public ScriptedSession Then(string type, double at, double playhead = 0, string name = "one")
    {
        var sent = Read.Event(EventJson(type, at, playhead, name, ++_sent)) with { Fingerprint = (ulong)_sent };
        _events.Add(sent);

        // A silence of the player over the idle timeout reaches the server as one below it, or the session would close.
        _nowMs += Math.Min(sent.Ts - _lastTs, 500_000);
        _lastTs = sent.Ts;
        Session.Track(sent, _nowMs);
        return this;
    }

    /// <summary>The same events as one downloaded array.</summary>
    public ScriptedSession AsDownloaded()
    {
        _session = Session.Downloaded(_start, _events, Zero + 86_400_000, SessionTimeouts.Default);
        return this;
    }

    public ScriptedSession TimeOut()
    {
        Session.HandleDeadline(Session.ClosesAtMs!.Value);
        return this;
    }

    public SessionView View() => new()
    {
        SessionId = new string('a', 64),
        ClosedBy = Session.ClosedBy,
        OpenedAtMs = Session.OpenedAtMs,
        LastEventAtMs = Session.LastEventAtMs,
        ClosesAtMs = Session.ClosesAtMs,
        ClosedAtMs = Session.ClosedAtMs,
        StartTs = Session.StartTs,
        EndTs = Session.EndTs,
        StartBody = _start.Body,
        Qoe = Session.Qoe,
        Playback = Session.Playback(),
        Events = Session.Counts,
        Metrics = Session.Metrics(),
        Findings = Session.Findings(),
        Journal = Session.Journal(),
        Watched = Session.Watched(),
        LengthSeconds = _start.LengthSeconds,
    };

    public SessionExplanation Explain() => SessionExplanation.Of(View());

    public MetricExplanation Explain(string metric) => Explain().Metrics.Single(one => one.Metric == metric);

    public string Sentence(string metric) => Explain(metric).Sentence;
}
