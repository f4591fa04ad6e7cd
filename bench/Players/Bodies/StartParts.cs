namespace SessionGrains.Players;

/// <summary>The members of a sessionStart, those that the recorded SDKs send.</summary>
internal static class StartParts
{
    /// <summary>The sessionStart of a viewing as the server reads it.</summary>
    public static StartRequest Meaning(Viewing viewing) => new()
    {
        Body = [],
        Ts = viewing.StartTs,
        Playhead = viewing.StartPlayheadMs / 1000.0,
        MediaId = viewing.Title.Id,
        MediaName = viewing.Title.Name,
        Channel = viewing.Title.Channel,
        PlayerName = viewing.Player.Name,
        ContentType = ContentType(viewing),
        LengthSeconds = viewing.Title.LengthSeconds,
        Resume = viewing.Resumes,
    };

    public static void Write(Utf8JsonWriter writer, Viewing viewing)
    {
        var title = viewing.Title;
        writer.WriteStartObject("customMetadata"u8);
        writer.WriteString("isUserLoggedIn"u8, "false"u8);
        writer.WriteString("tvStation"u8, "Sample TV station"u8);
        writer.WriteEndObject();
        writer.WriteStartObject("params"u8);
        writer.WriteString("media.id"u8, title.Id);
        writer.WriteString("media.name"u8, title.Name);
        writer.WriteNumber("media.length"u8, title.LengthSeconds);
        writer.WriteString("media.contentType"u8, ContentType(viewing));
        writer.WriteString("media.streamType"u8, "video"u8);
        writer.WriteBoolean("media.resume"u8, viewing.Resumes);
        writer.WriteString("media.episode"u8, "Sample Episode"u8);
        writer.WriteString("media.show"u8, "Sample Show"u8);
        writer.WriteString("media.season"u8, "1"u8);
        writer.WriteString("analytics.trackingServer"u8, "metrics.example.invalid"u8);
        writer.WriteString("analytics.reportSuite"u8, "examplersid"u8);
        writer.WriteBoolean("analytics.enableSSL"u8, false);
        writer.WriteString("analytics.visitorId"u8, string.Create(CultureInfo.InvariantCulture, $"viewer-{viewing.Viewer}"));
        writer.WriteString("visitor.marketingCloudOrgId"u8, "0123456789ABCDEF01234567@SampleOr"u8);
        writer.WriteString("visitor.marketingCloudUserId"u8, viewing.VisitorId);
        writer.WriteStartObject("visitor.customerIDs"u8);
        writer.WriteStartObject("userId"u8);
        writer.WriteString("id"u8, string.Create(CultureInfo.InvariantCulture, $"user-{viewing.Viewer}"));
        writer.WriteNumber("authState"u8, 1);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteString("media.channel"u8, title.Channel);
        writer.WriteString("media.playerName"u8, viewing.Player.Name);
        writer.WriteString("media.sdkVersion"u8, "sample v1.0"u8);
        writer.WriteString("media.libraryVersion"u8, viewing.Player.LibraryVersion);
        writer.WriteEndObject();
    }

    private static string ContentType(Viewing viewing) => viewing.Title.IsLive ? "live" : "vod";
}
