namespace SessionGrains.Api.MediaCollection.Catalogue;

/// <summary>
/// Where the reader puts a member's value: what is not needed behind the front door is checked and let go without an allocation.
/// A role names a role, so that several members fill one (<c>media.id</c> and <c>media.ad.id</c> are both the <see cref="Id"/>).
/// </summary>
internal enum MemberRole : byte
{
    None,

    // Of every event.
    EventType,
    Ts,
    Playhead,
    Params,
    QoeData,
    CustomMetadata,

    // Of what an event opens: the media, an ad, a break, a chapter, a player state.
    Id,
    Name,
    Index,
    Seconds,
    StateName,
    StatesStart,
    StatesEnd,

    // Of a sessionStart alone.
    Channel,
    PlayerName,
    ContentType,
    VisitorId,
    OtherVisitorId,
    Resume,
    Downloaded,

    // Of quality of experience, in qoeData and in the params of some types.
    Bitrate,
    DroppedFrames,
    FramesPerSecond,
    TimeToStart,
    ErrorId,
    ErrorSource,

    // The other documented place of an error's id and source.
    ParamsErrorId,
    ParamsErrorSource,
}
