using SessionGrains.Api.Reading.Shapes;
using static SessionGrains.Api.Reading.Shapes.ValueKind;

namespace SessionGrains.Api.MediaCollection.Catalogue;

/// <summary>The objects that all event types share.</summary>
internal static class CommonShapes
{
    public static ObjectShape PlayerTime { get; } = new(
        new Member("playhead", Number, required: true, MemberRole.Playhead) { Range = NumberRange.Playhead, Expected = "a number of seconds" },
        new Member("ts", Integer, required: true, MemberRole.Ts)
        {
            Range = NumberRange.Ts,
            Expected = "an integer number of milliseconds since 1970-01-01 UTC",
        });

    /// <summary>Quality of experience; allowed on every event. The published documents say integers, real clients send fractions.</summary>
    public static ObjectShape QoeData { get; } = new([.. QoeMembers()]);

    /// <summary>A flat map of strings; counts on sessionStart, adStart and chapterStart.</summary>
    public static ObjectShape CustomMetadata { get; } = new()
    {
        Others = new Member("customMetadata", Text) { MaxTextLength = ReadingLimits.Text },
        OthersAreMetadata = true,
    };

    /// <summary>The event object; its params depend on the type.</summary>
    public static ObjectShape Event { get; } = new(
        new Member("eventType", Text, required: true, MemberRole.EventType),
        new Member("playerTime", ValueKind.Object, required: true, shape: PlayerTime),
        new Member("params", ValueKind.Object, role: MemberRole.Params),
        new Member("qoeData", ValueKind.Object, role: MemberRole.QoeData, shape: QoeData),
        new Member("customMetadata", ValueKind.Object, role: MemberRole.CustomMetadata, shape: CustomMetadata));

    /// <summary>The qoeData members, which real clients and some documents also put into the params of bitrateChange and error.</summary>
    public static IEnumerable<Member> QoeMembers() =>
    [
        new("media.qoe.bitrate", Number, role: MemberRole.Bitrate) { Range = NumberRange.Quality },
        new("media.qoe.droppedFrames", Number, role: MemberRole.DroppedFrames) { Range = NumberRange.Quality },
        new("media.qoe.framesPerSecond", Number, role: MemberRole.FramesPerSecond) { Range = NumberRange.Quality },
        new("media.qoe.timeToStart", Number, role: MemberRole.TimeToStart) { Range = NumberRange.Quality },
        new("media.qoe.errorID", TextOrNumber, role: MemberRole.ErrorId),
        new("media.qoe.errorSource", Text, role: MemberRole.ErrorSource),
    ];
}
