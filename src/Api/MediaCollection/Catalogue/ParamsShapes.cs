using SessionGrains.Api.Reading.Shapes;
using static SessionGrains.Api.Reading.Shapes.ValueKind;

namespace SessionGrains.Api.MediaCollection.Catalogue;

/// <summary>The <c>params</c> of each event type.</summary>
internal static class ParamsShapes
{
    private static readonly ObjectShape CustomerId = new(
        new Member("id", Text, required: true, MemberRole.OtherVisitorId),
        new Member("authState", Integer) { Range = new(0, 2), Expected = "0, 1 or 2" });

    private static readonly ObjectShape CustomerIds = new() { Others = new Member("visitor.customerIDs", ValueKind.Object, required: true, shape: CustomerId) };

    private static readonly ObjectShape StateItem = new(new Member("media.state.name", Text, required: true, MemberRole.StateName));

    /// <summary>For types without params.</summary>
    public static ObjectShape None { get; } = new();

    public static ObjectShape SessionStart { get; } = new(
    [
        Needed("analytics.trackingServer"),
        Needed("analytics.reportSuite"),
        Needed("visitor.marketingCloudOrgId"),
        Needed("media.id", MemberRole.Id),
        new Member("media.length", Number, required: true, MemberRole.Length) { Range = NumberRange.MediaLength },
        Needed("media.contentType", MemberRole.ContentType),
        Needed("media.playerName", MemberRole.PlayerName),
        Needed("media.channel", MemberRole.Channel),
        new Member("analytics.enableSSL", Flag),
        new Member("analytics.visitorId", Text, role: MemberRole.VisitorId),
        new Member("analytics.aid", Text),
        new Member("analytics.optOutServerSideForwarding", Flag),
        new Member("analytics.optOutShare", Flag),
        new Member("visitor.marketingCloudUserId", Text, role: MemberRole.OtherVisitorId),
        new Member("visitor.aamLocationHint", TextOrInteger),
        new Member("visitor.customerIDs", ValueKind.Object, shape: CustomerIds),
        new Member("appInstallationId", Text),
        new Member("media.name", Text, role: MemberRole.Name),
        new Member("media.resume", Flag, role: MemberRole.Resume),
        new Member("media.downloaded", Flag, role: MemberRole.Downloaded),
        .. Texts(
            "media.streamType", "media.sdkVersion", "media.libraryVersion",
            "media.show", "media.season", "media.episode", "media.assetId", "media.genre", "media.firstAirDate", "media.firstDigitalDate",
            "media.rating", "media.originator", "media.network", "media.showType", "media.adLoad", "media.pass.mvpd", "media.pass.auth",
            "media.dayPart", "media.feed", "media.streamFormat",
            "media.artist", "media.album", "media.label", "media.author", "media.station", "media.publisher"),
    ]);

    public static ObjectShape AdBreakStart { get; } = new(
        new Member("media.ad.podIndex", Integer, required: true, MemberRole.Index),
        new Member("media.ad.podSecond", Number, required: true, MemberRole.Offset),
        new Member("media.ad.podFriendlyName", Text, role: MemberRole.Name));

    /// <summary>The published timelines send <c>media.ad.podFriendlyName</c> here too (docs/protocol.md#2-reading-a-request).</summary>
    public static ObjectShape AdStart { get; } = new(
    [
        Needed("media.ad.id", MemberRole.Id),
        new Member("media.ad.length", Number, required: true, MemberRole.Length),
        new Member("media.ad.podPosition", Integer, required: true, MemberRole.Index),
        Needed("media.ad.playerName", MemberRole.PlayerName),
        new Member("media.ad.name", Text, role: MemberRole.Name),
        new Member("media.ad.podFriendlyName", Text, role: MemberRole.BreakName),
        new Member("media.ad.advertiser", Text, role: MemberRole.Advertiser),
        new Member("media.ad.campaignId", Text, role: MemberRole.CampaignId),
        new Member("media.ad.creativeId", Text, role: MemberRole.CreativeId),
        new Member("media.ad.siteId", Text, role: MemberRole.SiteId),
        new Member("media.ad.placementId", Text, role: MemberRole.PlacementId),
        new Member("media.ad.creativeURL", Text, role: MemberRole.CreativeUrl) { MaxTextLength = ReadingLimits.Text },
    ]);

    public static ObjectShape ChapterStart { get; } = new(
        new Member("media.chapter.index", Integer, required: true, MemberRole.Index),
        new Member("media.chapter.offset", Number, required: true, MemberRole.Offset),
        new Member("media.chapter.length", Number, required: true, MemberRole.Length),
        new Member("media.chapter.friendlyName", Text, role: MemberRole.Name));

    /// <summary>For stateStart and stateEnd.</summary>
    public static ObjectShape State { get; } = StateItem;

    /// <summary>At least one list must have an item, which the reader and the schema check separately.</summary>
    public static ObjectShape StatesUpdate { get; } = new(
        new Member("statesStart", List, role: MemberRole.StatesStart, shape: StateItem),
        new Member("statesEnd", List, role: MemberRole.StatesEnd, shape: StateItem));

    public static ObjectShape BitrateChange { get; } = new([.. CommonShapes.QoeMembers()]);

    /// <summary>An error's id and source may be here or in qoeData, which the reader and the schema check separately.</summary>
    public static ObjectShape Error { get; } = new(
    [
        .. CommonShapes.QoeMembers(),
        new Member("media.errorId", TextOrNumber, role: MemberRole.ParamsErrorId),
        new Member("media.errorSource", Text, role: MemberRole.ParamsErrorSource),
    ]);

    private static Member Needed(string name, MemberRole role = MemberRole.None) => new(name, Text, required: true, role);

    private static IEnumerable<Member> Texts(params string[] names) => names.Select(name => new Member(name, Text));
}
