namespace SessionGrains.Api.Outcomes;

/// <summary>What became of a player's request.</summary>
internal enum RequestOutcome : byte
{
    /// <summary>It counts and is stored: 2xx.</summary>
    Accepted = 0,

    /// <summary>The body breaks rules: 400.</summary>
    Invalid = 1,

    /// <summary>The body could not be had: 400, 408, 413, 415.</summary>
    Unreceived = 2,

    /// <summary>No such session: 404.</summary>
    UnknownSession = 3,

    /// <summary>The session is closed: 410.</summary>
    ClosedSession = 4,

    /// <summary>It could not be stored, or something unforeseen happened: 503, 500.</summary>
    Unavailable = 5,

    /// <summary>Its address has its share of a place: 429.</summary>
    Limited = 6,
}
