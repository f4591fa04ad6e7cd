namespace SessionGrains.Api.Reading.Shapes;

/// <summary>
/// What a member means to the reader. Several members may share a role (<c>media.id</c> and <c>media.ad.id</c> are both an <see cref="Id"/>). Members without a role are
/// validated and dropped without allocating.
/// </summary>
internal enum MemberRole : byte
{
    None,

    // Members of every event.
    EventType,
    Ts,
    Playhead,
    Params,
    QoeData,
    CustomMetadata,

    // What an event opens: the media, an ad, a break, a chapter, a player state.
    Id,
    Name,
    PlayerName,
    Index,
    Offset,
    Length,
    StateName,
    StatesStart,
    StatesEnd,

    // Only in an adStart.
    BreakName,
    Advertiser,
    CampaignId,
    CreativeId,
    CreativeUrl,
    PlacementId,
    SiteId,

    // Only in a sessionStart.
    Channel,
    ContentType,
    VisitorId,
    OtherVisitorId,
    Resume,
    Downloaded,

    // Quality of experience, in qoeData and in the params of some types.
    Bitrate,
    DroppedFrames,
    FramesPerSecond,
    TimeToStart,
    ErrorId,
    ErrorSource,

    // The alternative members for an error's id and source.
    ParamsErrorId,
    ParamsErrorSource,

    // Only in envelopes (XDM).
    Events,
    Timestamp,
    SessionId,
    WholePlayhead,
    MetadataList,
    MetadataName,
    MetadataValue,
    DownloadedEvents,
    Ecid,
    IdentityFetch,
    StateEntries,
    StateKey,
    StateValue,
    IsStreaming,
    RecordSeparator,
    LineFeed,
    ClientName,
}
