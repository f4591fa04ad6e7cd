using Orleans.Concurrency;
using SessionGrains.Stores;

namespace SessionGrains.Quarantine;

/// <summary>The quarantine of the whole cluster. Key 0; every silo has its own activations.</summary>
[Alias("sg.quarantine-reader")]
public interface IQuarantineReader : IGrainWithIntegerKey
{
    /// <summary>
    /// The unreadable records that the silos have met. A silo that does not answer in 1.5 s is left out, and the answer is marked incomplete.
    /// </summary>
    [Alias("list"), ReadOnly] Task<QuarantineList> List();

    /// <summary>
    /// Removes a session that has an unreadable record, and closes its entry on all silos. If only the report is unreadable, the session stays, and so does the
    /// line of the report feed.
    /// </summary>
    /// <returns>False if the session has no unreadable record; nothing is removed then.</returns>
    /// <exception cref="Stores.StoreUnavailableException">The store does not answer.</exception>
    [Alias("purge")] Task<bool> Purge(string sessionId);
}

/// <summary>The records in quarantine.</summary>
/// <param name="Records">At most <see cref="RecordQuarantine.MaxListed"/>, those met first.</param>
/// <param name="Incomplete">True if a silo did not answer.</param>
/// <param name="Truncated">True if there are more.</param>
[GenerateSerializer, Immutable, Alias("sg.quarantine-list")]
public sealed record QuarantineList([property: Id(0)] QuarantinedRecord[] Records, [property: Id(1)] bool Incomplete, [property: Id(2)] bool Truncated);

/// <summary>The operation of a session with unreadable records; the same grain as <see cref="Sessions.ISessionGrain"/>.</summary>
[Alias("sg.quarantined-session")]
internal interface IQuarantinedSession : IGrainWithStringKey
{
    /// <summary>Removes the session if one of its records cannot be read. False if all can, or there are none.</summary>
    [Alias("purge")] Task<bool> Purge();
}
