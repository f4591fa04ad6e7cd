namespace SessionGrains.Cluster.Tests;

/// <summary>A session that opens at any time.</summary>
internal static class OddMachineSession
{
    /// <summary>Its sessionStart, in ASCII and without apostrophes, so that a shell can quote it.</summary>
    public const string Start = """
        {"eventType":"sessionStart","playerTime":{"playhead":0,"ts":1000},"params":{"media.id":"film","media.length":60,"media.contentType":"vod","media.playerName":"web","media.channel":"films","analytics.trackingServer":"t","analytics.reportSuite":"r","visitor.marketingCloudOrgId":"o"}}
        """;
}
