using System.Security.Cryptography;

namespace SessionGrains.Grains.Tests;

/// <summary>Requests as players send them, in the grains' terms.</summary>
internal static class Sample
{
    private static ulong s_fingerprint;

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

    public static PlayerEvent Event(PlayerEventType type, long ts, double playhead = 0) => new()
    {
        Type = type,
        Ts = ts,
        Playhead = playhead,
        Fingerprint = Interlocked.Increment(ref s_fingerprint),
    };
}
