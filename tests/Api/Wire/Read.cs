namespace SessionGrains.Api.Tests;

/// <summary>Short ways to read a body and to write one.</summary>
internal static class Read
{
    public const string PlayerTime = "\"playerTime\":{\"playhead\":12.5,\"ts\":1509045324153}";

    /// <summary>The eight required params of a sessionStart.</summary>
    public const string StartParams =
        """
        "analytics.trackingServer":"t","analytics.reportSuite":"r","visitor.marketingCloudOrgId":"o","media.id":"m","media.length":60.5,
        "media.contentType":"VOD","media.playerName":"p","media.channel":"c"
        """;

    public static string EventJson(string type, string more = "") => $$"""{"eventType":"{{type}}",{{PlayerTime}}{{more}}}""";

    public static string StartJson(string moreParams = "", string more = "") =>
        $$"""{"eventType":"sessionStart",{{PlayerTime}},"params":{{{StartParams}}{{moreParams}}}{{more}}}""";

    public static PlayerEvent Event(string body, ValidationMode mode = ValidationMode.Standard)
    {
        var read = WireReader.TryReadEvent(Encoding.UTF8.GetBytes(body), mode, out var value, out var violations);
        Assert.True(read, string.Join("\n", violations));
        Assert.Empty(violations);
        return value!;
    }

    public static StartRequest Start(string body, ValidationMode mode = ValidationMode.Standard)
    {
        var read = WireReader.TryReadSessionStart(Encoding.UTF8.GetBytes(body), mode, out var value, out var violations);
        Assert.True(read, string.Join("\n", violations));
        Assert.Empty(violations);
        return value!;
    }

    public static DownloadedBatch Batch(string body, bool requireFlag = false)
    {
        var read = WireReader.TryReadDownloaded(
            Encoding.UTF8.GetBytes(body), ValidationMode.Standard, requireFlag, out var value, out var violations);
        Assert.True(read, string.Join("\n", violations));
        Assert.Empty(violations);
        return value!;
    }

    public static IReadOnlyList<Violation> EventViolations(byte[] body, ValidationMode mode = ValidationMode.Standard)
    {
        Assert.False(WireReader.TryReadEvent(body, mode, out var value, out var violations));
        Assert.Null(value);
        return Checked(violations);
    }

    public static IReadOnlyList<Violation> EventViolations(string body, ValidationMode mode = ValidationMode.Standard) =>
        EventViolations(Encoding.UTF8.GetBytes(body), mode);

    public static IReadOnlyList<Violation> StartViolations(string body, ValidationMode mode = ValidationMode.Standard)
    {
        Assert.False(WireReader.TryReadSessionStart(Encoding.UTF8.GetBytes(body), mode, out var value, out var violations));
        Assert.Null(value);
        return Checked(violations);
    }

    public static IReadOnlyList<Violation> BatchViolations(string body, bool requireFlag = false)
    {
        Assert.False(WireReader.TryReadDownloaded(
            Encoding.UTF8.GetBytes(body), ValidationMode.Standard, requireFlag, out var value, out var violations));
        Assert.Null(value);
        return Checked(violations);
    }

    private static IReadOnlyList<Violation> Checked(IReadOnlyList<Violation> violations)
    {
        Assert.InRange(violations.Count, 1, 100);
        return violations;
    }
}
