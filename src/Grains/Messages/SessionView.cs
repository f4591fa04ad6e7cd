namespace SessionGrains.Messages;

/// <summary>
/// A session as an operator reads it (docs/protocol.md#6-reading-a-session), independent of any wire format. Times ending in <c>AtMs</c> are the server's
/// clock, those ending in <c>Ts</c> the player's; all in milliseconds since 1970-01-01 UTC.
/// </summary>
[GenerateSerializer, Immutable, Alias("sg.session-view")]
public sealed class SessionView
{
    [Id(0)] public required string SessionId { get; init; }

    /// <summary>Null while the session is open.</summary>
    [Id(1)] public required ClosedBy? ClosedBy { get; init; }

    [Id(2)] public required long OpenedAtMs { get; init; }
    [Id(3)] public required long LastEventAtMs { get; init; }

    /// <summary>The earliest deadline if nothing more arrives; null once closed.</summary>
    [Id(4)] public required long? ClosesAtMs { get; init; }

    [Id(5)] public required long? ClosedAtMs { get; init; }
    [Id(6)] public required long StartTs { get; init; }
    [Id(7)] public required long EndTs { get; init; }

    /// <summary>The sessionStart object as sent. The front door reads params and customMetadata from it.</summary>
    [Id(8)] public required byte[] StartBody { get; init; }

    /// <summary>The latest value of each qoeData key.</summary>
    [Id(9)] public required QoeValues Qoe { get; init; }

    [Id(10)] public required PlaybackView Playback { get; init; }
    [Id(11)] public required EventCounts Events { get; init; }
    [Id(12)] public required SessionMetrics Metrics { get; init; }
    [Id(13)] public required Finding[] Findings { get; init; }

    /// <summary>The journal; null unless it was requested, and in reports.</summary>
    [Id(14)] public JournalView? Journal { get; init; }

    /// <summary>True if the session came as one array, in either form.</summary>
    [Id(15)] public bool Downloaded { get; init; }

    /// <summary>Null unless the journal was requested.</summary>
    [Id(16)] public WatchedContent? Watched { get; init; }

    /// <summary><c>media.length</c> in seconds; 0 if it is unknown.</summary>
    [Id(17)] public double LengthSeconds { get; init; }

    /// <summary>The API that it came by.</summary>
    [Id(18)] public SessionApi Api { get; init; }
}
