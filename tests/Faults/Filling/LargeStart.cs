using System.Text.Json;

namespace SessionGrains.Faults.Tests.Filling;

/// <summary>A legal sessionStart of about so many bytes.</summary>
internal static class LargeStart
{
    private const int LongestValue = 1000;

    public static byte[] Of(int bytes, int number) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        playerTime = new { playhead = 0, ts = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() },
        eventType = "sessionStart",
        @params = new Dictionary<string, object>
        {
            ["media.playerName"] = "crowd",
            ["media.contentType"] = "vod",
            ["media.length"] = 600,
            ["media.id"] = $"film-{number % 20}",
            ["media.channel"] = "films",
            ["analytics.trackingServer"] = "server",
            ["analytics.reportSuite"] = "suite",
            ["visitor.marketingCloudOrgId"] = "organisation",
        },
        customMetadata = Enumerable.Range(0, bytes / LongestValue).ToDictionary(static one => $"m{one}", static one => new string((char)('a' + (one % 26)), LongestValue)),
    });
}
