namespace SessionGrains.Erasure;

/// <summary>The erasures that are not done, in one record, which is checked against the version that this process has seen.</summary>
/// <param name="Jobs">The oldest first.</param>
[GenerateSerializer, Immutable, Alias("sg.open-erasures")]
public sealed record OpenErasures([property: Id(0)] ErasureJob[] Jobs)
{
    public OpenErasures()
        : this([])
    {
    }
}

/// <summary>An erasure under way.</summary>
/// <param name="Receipt">What it has done so far.</param>
/// <param name="Viewer">The viewer's id; null as soon as everything is found.</param>
[GenerateSerializer, Immutable, Alias("sg.erasure-job")]
public sealed record ErasureJob([property: Id(0)] ErasureReceipt Receipt, [property: Id(1)] string? Viewer)
{
    public string Id => Receipt.Id;

    /// <summary>The names of the parts that are erased in the store, in the order in which sinks are told of them.</summary>
    [Id(2)] public string[] Parts { get; init; } = [];

    /// <summary>The part that is being erased; null for none.</summary>
    [Id(3)] public PendingPart? Pending { get; init; }

    /// <summary>All names under which a part may have been stored, so that none is left behind: also those of processes that were interrupted before their part counted.</summary>
    [Id(4)] public string[] Names { get; init; } = [];
}

/// <summary>A part that is stored and not yet erased.</summary>
/// <param name="Name">Its name, which no other process gives to a part of its own.</param>
/// <param name="Counts">What it has.</param>
[GenerateSerializer, Immutable, Alias("sg.erasure-pending")]
public sealed record PendingPart([property: Id(0)] string Name, [property: Id(1)] PartCounts Counts);

/// <summary>What a part has, counted when it was found: afterwards nothing is left to count.</summary>
[GenerateSerializer, Immutable, Alias("sg.erasure-part-counts")]
public sealed record PartCounts([property: Id(0)] int OpenSessions, [property: Id(1)] int ClosedSessions, [property: Id(2)] int Reports);

/// <summary>The sessions of a part, stored before they are erased: they could not be found again, and the sinks must still hear of them.</summary>
[GenerateSerializer, Immutable, Alias("sg.erasure-part")]
public sealed record ErasurePart([property: Id(0)] FoundSession[] Sessions)
{
    public ErasurePart()
        : this([])
    {
    }
}

/// <summary>A session to erase.</summary>
/// <param name="SessionId">Its id.</param>
/// <param name="IsUnreadable">Whether it may be in quarantine.</param>
/// <param name="ReportCursor">Of a report that was found without its session: its cursor.</param>
/// <param name="ReportStream">And its stream.</param>
[GenerateSerializer, Immutable, Alias("sg.erasure-session")]
public readonly record struct FoundSession(
    [property: Id(0)] string SessionId, [property: Id(1)] bool IsUnreadable, [property: Id(2)] string? ReportCursor = null, [property: Id(3)] int ReportStream = 0);

/// <summary>A receipt that is kept after the erasure is done.</summary>
[GenerateSerializer, Immutable, Alias("sg.erasure-done")]
public sealed record CompletedErasure([property: Id(0)] ErasureReceipt? Receipt) : Stores.IStoredSessionRecord
{
    public CompletedErasure()
        : this((ErasureReceipt?)null)
    {
    }

    /// <summary>How long it can be read.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(400);

    public long? SweepAtMs => null;

    public long? ExpiresAtMs => Receipt is { CompletedAtMs: { } at } ? at + (long)Retention.TotalMilliseconds : null;

    public byte[]? Report => null;

    public byte[]? Descriptions => null;
}
