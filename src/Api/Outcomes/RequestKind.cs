using SessionGrains.Api.Json;
using SessionGrains.Api.Limits;

namespace SessionGrains.Api.Outcomes;

/// <summary>The kind of a player's request, as far as it has been read. Determines how it is counted and its <see cref="WorkPriority"/>.</summary>
internal readonly record struct RequestKind
{
    /// <summary>Metric names of the kinds, indexed by <see cref="Number"/>; the event types come first.</summary>
    public static readonly string[] Names = [.. EventNames.All, "unread", "downloaded"];

    private RequestKind(int number) => Number = (byte)number;

    /// <summary>An event whose type could not be read.</summary>
    public static RequestKind UnreadEvent { get; } = new(Names.Length - 2);

    /// <summary>A downloaded session.</summary>
    public static RequestKind Downloaded { get; } = new(Names.Length - 1);

    /// <summary>A new session.</summary>
    public static RequestKind Start => Of(PlayerEventType.SessionStart);

    /// <summary>From 0, without gaps.</summary>
    public byte Number { get; }

    public WorkPriority Priority =>
        this == Of(PlayerEventType.Ping) ? WorkPriority.Ping : this == Start || this == Downloaded ? WorkPriority.Start : WorkPriority.Event;

    public static RequestKind Of(PlayerEventType type) => new((int)type);
}
