using System.Security.Cryptography;

namespace SessionGrains.Grains.Tests;

/// <summary>Requests as players send them, in the grains' terms.</summary>
internal static class Sample
{
    private static ulong s_fingerprint;

    /// <summary>The body of a start with names that come twice, or do so without NUL characters, which databases refuse.</summary>
    public const string Awkward = """{"params":{"media.x":"b","media.x":"second"},"customMetadata":{"k":"first","k":"second","x\u0000":"a","x":"second"}}""";

    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static StartRequest Start(long ts, double length = 60) => new()
    {
        Body = Encoding.UTF8.GetBytes("""{"eventType":"sessionStart"}"""),
        Ts = ts,
        Playhead = 0,
        MediaId = "media",
        Channel = "channel",
        PlayerName = "player",
        ContentType = "vod",
        LengthSeconds = length,
    };

    /// <summary>The report of a session of a film, with an ad.</summary>
    public static SessionReport Report(string cursor, string? startBody = null) => new(cursor, new SessionView
    {
        SessionId = NewId(),
        ClosedBy = ClosedBy.SessionEnd,
        OpenedAtMs = 1_764_000_000_000,
        LastEventAtMs = 1_764_000_030_000,
        ClosesAtMs = null,
        ClosedAtMs = 1_764_000_030_000,
        StartTs = 1_764_000_000_000,
        EndTs = 1_764_000_030_000,
        StartBody = Encoding.UTF8.GetBytes(startBody ?? """{"params":{"media.id":"film","media.name":"Film","media.x":"y"},"customMetadata":{"k":"v"}}"""),
        Qoe = new(),
        Playback = new(PlaybackState.Completed, PlaybackPlace.Content, 30, null, null, null, []),
        Events = new(5, 1, 0),
        Metrics = new() { ContentTimeSpentMs = 20_500, AdCount = 1, AdCompletes = 1, AdTimeSpentMs = 5_000, Ads = [new() { Id = "ad", StartTs = 1_764_000_002_000, EndTs = 1_764_000_007_000, TimePlayedMs = 5_000, Outcome = PlayOutcome.Completed }] },
        Findings = [],
    });

    public static PlayerEvent Event(PlayerEventType type, long ts, double playhead = 0) => new()
    {
        Type = type,
        Ts = ts,
        Playhead = playhead,
        Fingerprint = Interlocked.Increment(ref s_fingerprint),
    };
}
