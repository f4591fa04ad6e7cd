using SessionGrains.Api.Reading.Shapes;
using static SessionGrains.Api.Reading.Shapes.ValueKind;

namespace SessionGrains.Api.MediaEdge.Catalogue;

/// <summary>The objects of XDM that the Media Edge API uses (docs/edge.md#fields). Members of XDM that say nothing of media are accepted and not kept.</summary>
internal static class EdgeShapes
{
    private static readonly ObjectShape Metadatum = new(Needed("name", MemberRole.MetadataName), new Member("value", Text, role: MemberRole.MetadataValue) { MaxTextLength = ReadingLimits.Text });

    private static readonly Member CustomMetadata = new("customMetadata", List, role: MemberRole.MetadataList, shape: Metadatum);

    private static readonly ObjectShape State = new(Needed("name", MemberRole.StateName));

    private static readonly ObjectShape Identity = new(new Member("id", Text, required: true, MemberRole.OtherVisitorId)) { IsFree = true };

    private static readonly ObjectShape EcidItem = new(new Member("id", Text, required: true, MemberRole.Ecid)) { IsFree = true };

    private static readonly ObjectShape Identities = new(new Member("ECID", List, shape: EcidItem)) { Others = new Member("identityMap", List, shape: Identity) };

    private static readonly Member IdentityMap = new("identityMap", ValueKind.Object, shape: Identities);

    /// <summary>The Roku SDK writes the map beside the events so, because its language knows no capitals there.</summary>
    private static readonly Member IdentityMapOfRoku = new("identitymap", ValueKind.Object, shape: Identities);

    /// <summary>The values of quality; units as on the other API, because nobody says others.</summary>
    public static ObjectShape QoeDataDetails { get; } = new(
        Quality("bitrate", MemberRole.Bitrate),
        Quality("droppedFrames", MemberRole.DroppedFrames),
        Quality("framesPerSecond", MemberRole.FramesPerSecond),
        Quality("timeToStart", MemberRole.TimeToStart));

    private static readonly ObjectShape SessionDetails = new(
    [
        Needed("name", MemberRole.Id),
        Needed("playerName", MemberRole.PlayerName),
        new Member("length", Number, required: true, MemberRole.Length) { Range = NumberRange.MediaLength, IsWholeIfStrict = true },
        Needed("channel", MemberRole.Channel),
        Needed("contentType", MemberRole.ContentType),
        new Member("friendlyName", Text, role: MemberRole.Name),
        new Member("hasResume", Flag, role: MemberRole.Resume),
        new Member("isDownloaded", Flag, role: MemberRole.Downloaded),
        .. FieldMap.Texts.Select(static field => new Member(field.Xdm, Text) { TextsIfStrict = field.Xdm == "streamType" ? ["audio", "video"] : null }),
    ]);

    private static readonly ObjectShape AdvertisingDetails = new(
        Needed("name", MemberRole.Id),
        Needed("playerName", MemberRole.PlayerName),
        Whole("length", MemberRole.Length),
        new Member("podPosition", Integer, required: true, MemberRole.Index),
        new Member("friendlyName", Text, role: MemberRole.Name),
        new Member("advertiser", Text, role: MemberRole.Advertiser),
        new Member("campaignID", Text, role: MemberRole.CampaignId),
        new Member("creativeID", Text, role: MemberRole.CreativeId),
        new Member("creativeURL", Text, role: MemberRole.CreativeUrl) { MaxTextLength = ReadingLimits.Text },
        new Member("placementID", Text, role: MemberRole.PlacementId),
        new Member("siteID", Text, role: MemberRole.SiteId));

    private static readonly ObjectShape AdvertisingPodDetails = new(
        new Member("index", Integer, required: true, MemberRole.Index), Whole("offset", MemberRole.Offset), new Member("friendlyName", Text, role: MemberRole.Name));

    private static readonly ObjectShape ChapterDetails = new(
        new Member("index", Integer, required: true, MemberRole.Index), Whole("length", MemberRole.Length), Whole("offset", MemberRole.Offset),
        new Member("friendlyName", Text, role: MemberRole.Name));

    private static readonly ObjectShape ErrorDetails = new(Needed("name", MemberRole.ErrorId), new Member("source", Text, required: true, MemberRole.ErrorSource) { TextsIfStrict = ["player", "external"] });

    /// <summary>An event within <c>mediaDownloadedEvents</c>.</summary>
    public static ObjectShape DownloadedEvent { get; } = new(
        new Member("mediaEventType", Text, required: true, MemberRole.EventType),
        new Member("mediaEventTimestamp", Text, required: true, MemberRole.Timestamp),
        new Member("mediaCollection", ValueKind.Object, required: true, MemberRole.Params))
    { IsFree = true };

    /// <summary>The <c>xdm</c> of an event. Without a type it is not an event of media and not read.</summary>
    public static ObjectShape Xdm { get; } = new(
        new Member("eventType", Text, required: true, MemberRole.EventType),
        new Member("timestamp", Text, role: MemberRole.Timestamp),
        new Member("mediaCollection", ValueKind.Object, role: MemberRole.Params),
        new Member("mediaDownloadedEvents", List, role: MemberRole.DownloadedEvents, shape: DownloadedEvent),
        CustomMetadata,
        IdentityMap)
    { IsFree = true };

    /// <summary>An item of <c>events</c>.</summary>
    public static ObjectShape Item { get; } = new(
        new Member("xdm", ValueKind.Object, required: true, shape: Xdm),
        new Member("_data", ValueKind.Object, shape: Inner("__adobe", Inner("analytics", Inner("contextData", new ObjectShape
        {
            Others = new Member("contextData", Text) { MaxTextLength = ReadingLimits.Text },
            OthersAreMetadata = true,
        })))))
    { IsFree = true };

    private static readonly ObjectShape StateEntry = new(new Member("key", Text, role: MemberRole.StateKey), new Member("value", Text, role: MemberRole.StateValue) { MaxTextLength = int.MaxValue })
    {
        IsFree = true,
    };

    private static readonly ObjectShape Streaming = new(
        new Member("enabled", Flag, role: MemberRole.IsStreaming), new Member("recordSeparator", Text, role: MemberRole.RecordSeparator), new Member("lineFeed", Text, role: MemberRole.LineFeed))
    { IsFree = true };

    private static readonly ObjectShape EntriesOfState = new(new Member("entries", List, role: MemberRole.StateEntries, shape: StateEntry)) { IsFree = true };

    /// <summary>The whole body. Its <c>events</c> are read one by one (<see cref="SessionGrains.Api.Reading.EventReader"/>).</summary>
    public static ObjectShape Envelope { get; } = new(
        new Member("events", List, required: true, MemberRole.Events),
        new Member("xdm", ValueKind.Object, shape: new ObjectShape(
            IdentityMap, IdentityMapOfRoku, new Member("implementationDetails", ValueKind.Object, shape: new ObjectShape(new Member("name", Text, role: MemberRole.ClientName)) { IsFree = true }))
        { IsFree = true }),
        new Member("query", ValueKind.Object, shape: Inner("identity", new ObjectShape(new Member("fetch", Texts, role: MemberRole.IdentityFetch)) { IsFree = true })),
        new Member("meta", ValueKind.Object, shape: new ObjectShape(
            new Member("state", ValueKind.Object, shape: EntriesOfState), new Member("konductorConfig", ValueKind.Object, shape: Inner("streaming", Streaming)))
        { IsFree = true }))
    { IsFree = true };

    /// <summary>The <c>mediaCollection</c> of an event: what all have, and what its type needs besides.</summary>
    public static ObjectShape MediaCollection(PlayerEventType type) => new(
    [
        new Member("playhead", Number, required: true, MemberRole.WholePlayhead) { Range = NumberRange.Playhead, Expected = "a number of seconds", IsWholeIfStrict = true },
        new Member("sessionID", Text, role: MemberRole.SessionId) { MaxTextLength = ReadingLimits.Text },
        new Member("qoeDataDetails", ValueKind.Object, required: type is PlayerEventType.BitrateChange, MemberRole.QoeData, QoeDataDetails),
        CustomMetadata,
        Details("sessionDetails", type is PlayerEventType.SessionStart, SessionDetails),
        Details("advertisingDetails", type is PlayerEventType.AdStart, AdvertisingDetails),
        Details("advertisingPodDetails", type is PlayerEventType.AdBreakStart, AdvertisingPodDetails),
        Details("chapterDetails", type is PlayerEventType.ChapterStart, ChapterDetails),
        Details("errorDetails", type is PlayerEventType.Error, ErrorDetails),
        new Member("statesStart", List, role: MemberRole.StatesStart, shape: State),
        new Member("statesEnd", List, role: MemberRole.StatesEnd, shape: State),
    ]);

    /// <summary>Of other types they are accepted and mean nothing.</summary>
    private static Member Details(string name, bool isNeeded, ObjectShape shape) => new(name, ValueKind.Object, isNeeded, shape: isNeeded ? shape : ObjectShape.Free);

    private static ObjectShape Inner(string name, ObjectShape shape) => new(new Member(name, ValueKind.Object, shape: shape)) { IsFree = true };

    private static Member Needed(string name, MemberRole role) => new(name, Text, required: true, role);

    private static Member Whole(string name, MemberRole role) => new(name, Number, required: true, role) { IsWholeIfStrict = true };

    private static Member Quality(string name, MemberRole role) => new(name, Number, role: role) { Range = NumberRange.Quality, IsWholeIfStrict = true };
}
