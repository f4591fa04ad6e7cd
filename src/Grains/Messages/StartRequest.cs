namespace SessionGrains.Messages;

/// <summary>A validated sessionStart: the body as sent, stored once, and the values that tracking, live counts and search need.</summary>
[GenerateSerializer, Immutable, Alias("sg.start-request")]
public sealed record StartRequest
{
    /// <summary>
    /// The decompressed sessionStart object as sent, UTF-8; of a session of the Media Edge API in the words of the Media Collection API. Only the front door reads it.
    /// </summary>
    [Id(0)] public required byte[] Body { get; init; }

    /// <summary>The player's clock, milliseconds since 1970-01-01 UTC.</summary>
    [Id(1)] public required long Ts { get; init; }

    /// <summary>Position in the main content in seconds.</summary>
    [Id(2)] public required double Playhead { get; init; }

    /// <summary><c>media.id</c>.</summary>
    [Id(3)] public required string MediaId { get; init; }

    /// <summary><c>media.name</c>, or null.</summary>
    [Id(4)] public string? MediaName { get; init; }

    /// <summary><c>media.channel</c>.</summary>
    [Id(5)] public required string Channel { get; init; }

    /// <summary><c>media.playerName</c>.</summary>
    [Id(6)] public required string PlayerName { get; init; }

    /// <summary><c>media.contentType</c> as sent; compare without case.</summary>
    [Id(7)] public required string ContentType { get; init; }

    /// <summary><c>media.length</c> in seconds; 0 is unknown.</summary>
    [Id(8)] public required double LengthSeconds { get; init; }

    /// <summary><c>media.resume</c>.</summary>
    [Id(9)] public bool Resume { get; init; }

    /// <summary><c>analytics.visitorId</c>, or null.</summary>
    [Id(10)] public string? VisitorId { get; init; }

    /// <summary>qoeData of the sessionStart, or null.</summary>
    [Id(11)] public QoeValues? Qoe { get; init; }

    /// <summary>JSON pointer of the first member that the protocol does not define, or null.</summary>
    [Id(12)] public string? UnknownMember { get; init; }

    /// <summary><c>visitor.marketingCloudUserId</c> and the ids of <c>visitor.customerIDs</c>, at most eight; null for none.</summary>
    [Id(13)] public string[]? OtherVisitorIds { get; init; }

    /// <summary>As <see cref="PlayerEvent.Cuts"/>. <see cref="Body"/> itself is not cut, unless the session came by the Media Edge API.</summary>
    [Id(14)] public ReaderCuts Cuts { get; init; }

    /// <summary>The API that the session came by.</summary>
    [Id(15)] public SessionApi Api { get; init; }
}
