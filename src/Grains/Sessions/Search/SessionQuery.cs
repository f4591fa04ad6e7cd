using SessionGrains.Tracking;

namespace SessionGrains.Sessions.Search;

/// <summary>The filters of a search; null matches everything.</summary>
/// <param name="MediaId"><c>media.id</c> as sent.</param>
/// <param name="VisitorId">Any visitor id of the sessionStart: <c>analytics.visitorId</c>, <c>visitor.marketingCloudUserId</c>, an id of <c>visitor.customerIDs</c>.</param>
/// <param name="SinceMs">Opened at or after this time: the server's clock, ms since 1970-01-01 UTC.</param>
/// <param name="IsOpen">True for open sessions, false for closed ones.</param>
/// <param name="Limit">Maximum number of sessions, from 1.</param>
[GenerateSerializer, Immutable, Alias("sg.session-query")]
public sealed record SessionQuery(
    [property: Id(0)] string? MediaId, [property: Id(1)] string? VisitorId, [property: Id(2)] long? SinceMs, [property: Id(3)] bool? IsOpen, [property: Id(4)] int Limit)
{
    /// <summary>The query with its ids as sessions keep them: cut, and without NUL characters.</summary>
    internal SessionQuery Normalized() => this with { MediaId = Normalize(MediaId), VisitorId = Normalize(VisitorId) };

    private static string? Normalize(string? id) => BoundedText.Cut(id?.Replace("\0", "", StringComparison.Ordinal));
}

/// <summary>The result of a search.</summary>
/// <param name="Sessions">Newest first.</param>
/// <param name="Incomplete">True if a silo or a session did not answer.</param>
/// <param name="Truncated">True if more sessions match.</param>
[GenerateSerializer, Immutable, Alias("sg.found-sessions")]
public sealed record FoundSessions([property: Id(0)] FoundSession[] Sessions, [property: Id(1)] bool Incomplete, [property: Id(2)] bool Truncated);

/// <summary>A summary of a session. Times are the server's clock, ms since 1970-01-01 UTC.</summary>
[GenerateSerializer, Immutable, Alias("sg.found-session")]
public sealed class FoundSession
{
    [Id(0)] public required string SessionId { get; init; }

    /// <summary>Null while the session is open.</summary>
    [Id(1)] public required Messages.ClosedBy? ClosedBy { get; init; }

    [Id(2)] public required long OpenedAtMs { get; init; }
    [Id(3)] public required long LastEventAtMs { get; init; }
    [Id(4)] public required long? ClosedAtMs { get; init; }
    [Id(5)] public required string MediaId { get; init; }
    [Id(6)] public required string? MediaName { get; init; }
    [Id(7)] public required string Channel { get; init; }
    [Id(8)] public required string PlayerName { get; init; }

    /// <summary>The first of its visitor ids, or null.</summary>
    [Id(9)] public required string? VisitorId { get; init; }

    [Id(10)] public required PlaybackState State { get; init; }
    [Id(11)] public required PlaybackPlace In { get; init; }

    /// <summary>Number of its findings.</summary>
    [Id(12)] public required int Findings { get; init; }

    /// <summary>Upper bound of its bytes in a message.</summary>
    internal int Bytes => 160 + Of(SessionId) + Of(MediaId) + Of(MediaName) + Of(Channel) + Of(PlayerName) + Of(VisitorId);

    private static int Of(string? text) => text is null ? 0 : System.Text.Encoding.UTF8.GetByteCount(text);
}
