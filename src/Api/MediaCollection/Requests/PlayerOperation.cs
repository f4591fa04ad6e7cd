using SessionGrains.Api.Outcomes;

namespace SessionGrains.Api.MediaCollection.Requests;

/// <summary>The operations of players that have a body (docs/protocol.md#1-operations).</summary>
internal enum PlayerOperation : byte
{
    /// <summary><c>POST /sessions</c>: an object opens a session; an array is the deprecated form of a downloaded session.</summary>
    Start = 0,

    /// <summary><c>POST /sessions/{sid}/events</c>.</summary>
    Track = 1,

    /// <summary><c>POST /downloaded</c>: a whole session.</summary>
    SubmitDownloaded = 2,
}

internal static class PlayerOperationKinds
{
    public static RequestKind ToKind(this PlayerOperation operation) => operation switch
    {
        PlayerOperation.Track => RequestKind.UnreadEvent,
        PlayerOperation.SubmitDownloaded => RequestKind.Downloaded,
        _ => RequestKind.Start,
    };
}
