namespace SessionGrains.Api.MediaEdge.Catalogue;

/// <summary>The texts of <c>sessionDetails</c> and what the Media Collection API calls them in <c>params</c> (docs/edge.md#fields).</summary>
internal static class FieldMap
{
    public static (string Xdm, string Params)[] Texts { get; } =
    [
        ("appVersion", "media.sdkVersion"),
        ("streamType", "media.streamType"),
        ("mvpd", "media.pass.mvpd"),
        ("authorized", "media.pass.auth"),
        ("assetID", "media.assetId"),
        .. ((string[])
        [
            "adLoad", "artist", "album", "author", "label", "publisher", "station", "show", "season", "episode", "originator", "firstAirDate", "firstDigitalDate", "streamFormat", "genre",
            "showType", "dayPart", "feed", "rating", "network", "segment",
        ]).Select(static name => (name, "media." + name)),
    ];
}
