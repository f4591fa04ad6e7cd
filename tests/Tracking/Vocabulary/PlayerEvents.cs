namespace SessionGrains.Tracking.Tests;

/// <summary>What a player says, as a test reads it: <c>Play(at: 1.2, playhead: 0)</c>. Times are seconds after <see cref="Zero"/>.</summary>
internal static class PlayerEvents
{
    /// <summary>The <c>ts</c> of the sessionStart, and the server's clock when it arrives.</summary>
    public const long Zero = 1_800_000_000_000;

    private static ulong _fingerprints;

    public static long Ms(double seconds) => Zero + (long)Math.Round(seconds * 1000);

    public static StartRequest SessionStart(double length = 100, double playhead = 0, bool resume = false, QoeValues? qoe = null, double at = 0, string? unknownMember = null, string mediaId = "film") =>
        new()
        {
            Body = "{}"u8.ToArray(),
            Ts = Ms(at),
            Playhead = playhead,
            MediaId = mediaId,
            Channel = "channel",
            PlayerName = "player",
            ContentType = "vod",
            LengthSeconds = length,
            Resume = resume,
            Qoe = qoe,
            UnknownMember = unknownMember,
        };

    public static PlayerEvent Play(double at, double playhead = 0, QoeValues? qoe = null) => Of(PlayerEventType.Play, at, playhead, qoe);

    public static PlayerEvent Ping(double at, double playhead = 0, QoeValues? qoe = null) => Of(PlayerEventType.Ping, at, playhead, qoe);

    public static PlayerEvent PauseStart(double at, double playhead = 0) => Of(PlayerEventType.PauseStart, at, playhead);

    public static PlayerEvent BufferStart(double at, double playhead = 0) => Of(PlayerEventType.BufferStart, at, playhead);

    public static PlayerEvent BitrateChange(double at, double bitrate, double playhead = 0) => Of(PlayerEventType.BitrateChange, at, playhead, new QoeValues { Bitrate = bitrate });

    public static PlayerEvent Error(double at, string id, string source = "player", double playhead = 0) =>
        Of(PlayerEventType.Error, at, playhead, new QoeValues { ErrorId = id, ErrorSource = source });

    public static PlayerEvent AdBreakStart(double at, long index = 1, double playhead = 0) =>
        Of(PlayerEventType.AdBreakStart, at, playhead, adBreak: new AdBreakOpening(index, playhead, $"break {index}"));

    public static PlayerEvent AdBreakComplete(double at, double playhead = 0) => Of(PlayerEventType.AdBreakComplete, at, playhead);

    public static PlayerEvent AdStart(double at, string id = "ad", double playhead = 0, string? name = null) => AdStart(at, new AdOpening(id, name), playhead);

    public static PlayerEvent AdStart(double at, AdOpening ad, double playhead = 0) => Of(PlayerEventType.AdStart, at, playhead, ad: ad);

    public static PlayerEvent AdComplete(double at, double playhead = 0) => Of(PlayerEventType.AdComplete, at, playhead);

    public static PlayerEvent AdSkip(double at, double playhead = 0) => Of(PlayerEventType.AdSkip, at, playhead);

    public static PlayerEvent ChapterStart(double at, long index = 1, double playhead = 0, string? name = null) => ChapterStart(at, new ChapterOpening(index, name), playhead);

    public static PlayerEvent ChapterStart(double at, ChapterOpening chapter, double playhead = 0) => Of(PlayerEventType.ChapterStart, at, playhead, chapter: chapter);

    public static PlayerEvent ChapterComplete(double at, double playhead = 0) => Of(PlayerEventType.ChapterComplete, at, playhead);

    public static PlayerEvent ChapterSkip(double at, double playhead = 0) => Of(PlayerEventType.ChapterSkip, at, playhead);

    public static PlayerEvent StateStart(double at, string name, double playhead = 0) => Of(PlayerEventType.StateStart, at, playhead, starts: [name]);

    public static PlayerEvent StateEnd(double at, string name, double playhead = 0) => Of(PlayerEventType.StateEnd, at, playhead, ends: [name]);

    public static PlayerEvent StatesUpdate(double at, string[]? starts = null, string[]? ends = null, double playhead = 0) =>
        Of(PlayerEventType.StatesUpdate, at, playhead, starts: starts, ends: ends);

    public static PlayerEvent SessionComplete(double at, double playhead = 0) => Of(PlayerEventType.SessionComplete, at, playhead);

    public static PlayerEvent SessionEnd(double at, double playhead = 0) => Of(PlayerEventType.SessionEnd, at, playhead);

    public static PlayerEvent Of(
        PlayerEventType type,
        double at,
        double playhead = 0,
        QoeValues? qoe = null,
        AdOpening? ad = null,
        AdBreakOpening? adBreak = null,
        ChapterOpening? chapter = null,
        string[]? starts = null,
        string[]? ends = null,
        string? unknownMember = null,
        bool metadataIgnored = false) =>
        new()
        {
            Type = type,
            Ts = Ms(at),
            Playhead = playhead,
            Fingerprint = Interlocked.Increment(ref _fingerprints),
            Qoe = qoe,
            Ad = ad,
            AdBreak = adBreak,
            Chapter = chapter,
            StatesStart = starts,
            StatesEnd = ends,
            UnknownMember = unknownMember,
            MetadataIgnored = metadataIgnored,
        };
}
