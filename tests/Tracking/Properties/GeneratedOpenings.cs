namespace SessionGrains.Tracking.Tests;

/// <summary>What the events of generated viewings say of ads, chapters and quality: of every member, now and then nothing.</summary>
internal static class GeneratedOpenings
{
    private static readonly double?[] Bitrates = [null, null, null, 800, 1_000_000, 2_500_000, -1, 0];

    public static AdOpening Ad(int id, int extra) => new(extra % 13 == 5 ? "" : $"ad-{id}", extra % 2 == 0 ? $"Ad {id}" : null)
    {
        Length = extra % 3 == 0 ? null : 15 + (extra % 4 / 2.0),
        Position = extra % 5 == 0 ? null : (extra % 4) - 1,
        PlayerName = extra % 7 == 0 ? null : $"player {extra % 2}",
        Advertiser = extra % 11 == 0 ? null : $"advertiser {extra % 3}",
        CampaignId = extra % 3 == 1 ? $"campaign {id}" : null,
        CreativeId = extra % 3 == 2 ? $"creative {id}" : null,
        CreativeUrl = extra % 4 == 1 ? $"https://ads.example/{id}" : null,
        PlacementId = extra % 4 == 2 ? $"placement {id}" : null,
        SiteId = extra % 4 == 3 ? $"site {id}" : null,
        BreakName = extra % 3 != 0 ? $"break of ad {id}" : null,
        CustomMetadata = Metadata(id, extra),
    };

    public static ChapterOpening Chapter(int id, int extra) => new(id, extra % 2 == 0 ? $"Chapter {id}" : null)
    {
        Offset = extra % 3 == 0 ? null : extra,
        Length = extra % 5 == 0 ? null : 60.5,
        CustomMetadata = Metadata(id, extra),
    };

    public static QoeValues? Qoe(PlayerEventType type, int extra) =>
        type == PlayerEventType.Error || extra % 7 == 3
            ? new QoeValues
            {
                Bitrate = Bitrates[extra % Bitrates.Length],
                DroppedFrames = extra % 15 == 0 ? -1 : extra % 5 == 0 ? extra : null,
                FramesPerSecond = extra % 17 == 0 ? (extra % 2) - 1 : null,
                TimeToStart = extra % 22 == 0 ? -1 : extra % 11 == 0 ? extra : null,
                ErrorId = type == PlayerEventType.Error ? $"e{extra % 3}" : null,
                ErrorSource = type == PlayerEventType.Error ? extra % 2 == 0 ? "player" : "external" : null,
                Others = extra % 4 == 0 ? [new QoeValue($"k{extra % 3}", $"{extra}")] : null,
            }
            : null;

    private static MetadataEntry[]? Metadata(int id, int extra) => (extra % 4) switch { 0 => [new("of", $"{id}")], 1 => [new("a", "1"), new("b", $"{id}")], _ => null };
}
