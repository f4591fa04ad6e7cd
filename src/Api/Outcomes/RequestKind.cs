using SessionGrains.Api.Json;
using SessionGrains.Api.Limits;
using SessionGrains.Messages;

namespace SessionGrains.Api.Outcomes;

/// <summary>What a player's request is, as far as it has been read: it is counted by that and, when there is too much to do, refused by that.</summary>
internal readonly record struct RequestKind
{
    /// <summary>The names of the kinds in metrics, by <see cref="Number"/>; the types of events first.</summary>
    public static readonly string[] Names = [.. EventNames.All, "unread", "downloaded"];

    private RequestKind(int number) => Number = (byte)number;

    /// <summary>An event whose type could not be read.</summary>
    public static RequestKind UnreadEvent { get; } = new(Names.Length - 2);

    /// <summary>A whole session.</summary>
    public static RequestKind Downloaded { get; } = new(Names.Length - 1);

    /// <summary>A session that begins.</summary>
    public static RequestKind Start => Of(PlayerEventType.SessionStart);

    /// <summary>From 0, without gaps.</summary>
    public byte Number { get; }

    public WorkPriority Priority =>
        this == Of(PlayerEventType.Ping) ? WorkPriority.Ping : this == Start || this == Downloaded ? WorkPriority.Start : WorkPriority.Event;

    public static RequestKind Of(PlayerEventType type) => new((int)type);
}
