namespace SessionGrains.Erasure;

/// <summary>What an erasure has done. It never names the viewer.</summary>
[GenerateSerializer, Immutable, Alias("sg.erasure-receipt")]
public sealed record ErasureReceipt
{
    /// <summary>32 hexadecimal digits.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Server clock, ms since 1970-01-01 UTC.</summary>
    [Id(1)] public required long RequestedAtMs { get; init; }

    /// <summary>When everything was done; null: it is not.</summary>
    [Id(2)] public long? CompletedAtMs { get; init; }

    /// <summary>What is being done.</summary>
    [Id(3)] public ErasurePhase Phase { get; init; }

    /// <summary>Sessions that were erased while they were open.</summary>
    [Id(4)] public long OpenSessions { get; init; }

    /// <summary>Sessions that were erased after they had closed, while they were still readable.</summary>
    [Id(5)] public long ClosedSessions { get; init; }

    /// <summary>Reports that were erased, of those sessions and of sessions that had expired.</summary>
    [Id(6)] public long Reports { get; init; }

    /// <summary>Stored records that are damaged, so that nobody knows whose they are, and do not have the text of the id.</summary>
    [Id(7)] public long Unreadable { get; init; }

    /// <summary>What is left to do with the store's files for whoever runs the server; null for nothing.</summary>
    [Id(8)] public string? FilesNote { get; init; }

    /// <summary>The sinks that were configured at the request.</summary>
    [Id(9)] public ErasureOfSink[] Sinks { get; init; } = [];

    /// <summary>Why it does not go on, if it does not: it is tried again.</summary>
    [Id(10)] public string? Error { get; init; }
}

/// <summary>What an erasure does, in this order.</summary>
public enum ErasurePhase : byte
{
    /// <summary>Looks through the stored sessions, and erases the viewer's.</summary>
    Sessions,

    /// <summary>Looks through the report log, for sessions that have expired.</summary>
    Reports,

    /// <summary>Makes the store's files forget.</summary>
    Files,

    /// <summary>Tells the sinks.</summary>
    Sinks,

    Done,
}

/// <summary>An erasure in a sink.</summary>
/// <param name="Name">The sink's name.</param>
/// <param name="Kind">Its kind.</param>
[GenerateSerializer, Immutable, Alias("sg.erasure-of-sink")]
public sealed record ErasureOfSink([property: Id(0)] string Name, [property: Id(1)] string Kind)
{
    /// <summary>How many parts of the erasure it has.</summary>
    [Id(2)] public int Parts { get; init; }

    /// <summary>Whether it has all of them.</summary>
    [Id(3)] public bool IsDone { get; init; }

    /// <summary>Why it has not, or what happened instead; null for nothing.</summary>
    [Id(4)] public string? Reason { get; init; }
}
