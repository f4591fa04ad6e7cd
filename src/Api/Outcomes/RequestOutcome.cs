namespace SessionGrains.Api.Outcomes;

/// <summary>The result of a player's request.</summary>
internal enum RequestOutcome : byte
{
    /// <summary>Applied and stored: 2xx.</summary>
    Accepted = 0,

    /// <summary>The body has violations: 400.</summary>
    Invalid = 1,

    /// <summary>The body was not received: 400, 408, 413, 415.</summary>
    Unreceived = 2,

    /// <summary>No such session: 404.</summary>
    UnknownSession = 3,

    /// <summary>The session is closed: 410.</summary>
    ClosedSession = 4,

    /// <summary>It could not be stored, or an unexpected error occurred: 503, 500.</summary>
    Unavailable = 5,

    /// <summary>The caller's address exceeds its share: 429.</summary>
    Limited = 6,
}
