using SessionGrains.Messages;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions.Search;

/// <summary>What a person knows of a session that they look for; what is null does not matter.</summary>
/// <param name="MediaId"><c>media.id</c> as sent.</param>
/// <param name="VisitorId">Any visitor id of the sessionStart: <c>analytics.visitorId</c>, <c>visitor.marketingCloudUserId</c>, an id of <c>visitor.customerIDs</c>.</param>
/// <param name="SinceMs">Opened at or after this: the server's clock, ms since 1970-01-01 UTC.</param>
/// <param name="IsOpen">Open, or closed.</param>
/// <param name="Limit">Sessions at most, from 1.</param>
[GenerateSerializer, Immutable, Alias("sg.session-query")]
public sealed record SessionQuery(
    [property: Id(0)] string? MediaId, [property: Id(1)] string? VisitorId, [property: Id(2)] long? SinceMs, [property: Id(3)] bool? IsOpen, [property: Id(4)] int Limit)
{
    /// <summary>The same query in the ids that sessions keep: without NUL characters, and cut as theirs are.</summary>
    internal SessionQuery Normalized() => this with { MediaId = Kept(MediaId), VisitorId = Kept(VisitorId) };

    private static string? Kept(string? id) => BoundedText.Cut(id?.Replace("\0", "", StringComparison.Ordinal));
}

/// <summary>The sessions that a search found.</summary>
/// <param name="Sessions">The one opened last comes first.</param>
/// <param name="Incomplete">Whether a silo or a session did not answer.</param>
/// <param name="Truncated">Whether more would match.</param>
[GenerateSerializer, Immutable, Alias("sg.found-sessions")]
public sealed record FoundSessions([property: Id(0)] FoundSession[] Sessions, [property: Id(1)] bool Incomplete, [property: Id(2)] bool Truncated);

/// <summary>A session in a few words. Times are the server's clock, ms since 1970-01-01 UTC.</summary>
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

    /// <summary>How many kinds of findings it has.</summary>
    [Id(12)] public required int Findings { get; init; }

    /// <summary>Bytes that it takes in a message, at most.</summary>
    internal int Bytes => 160 + Of(SessionId) + Of(MediaId) + Of(MediaName) + Of(Channel) + Of(PlayerName) + Of(VisitorId);

    private static int Of(string? text) => text is null ? 0 : System.Text.Encoding.UTF8.GetByteCount(text);
}
