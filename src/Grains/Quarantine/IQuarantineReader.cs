using Orleans.Concurrency;
using SessionGrains.Stores;

namespace SessionGrains.Quarantine;

/// <summary>The quarantine of the whole cluster. Key 0; every silo has its own activations.</summary>
[Alias("sg.quarantine-reader")]
public interface IQuarantineReader : IGrainWithIntegerKey
{
    /// <summary>The unreadable records that the silos have met. A silo that does not answer in 1.5 s is left out, and the answer says so.</summary>
    [Alias("list"), ReadOnly] Task<QuarantineList> List();

    /// <summary>
    /// Removes a session of which a record cannot be read, and closes the matter on all silos. Where only its report cannot be read the session stays, and so
    /// does the line of the report feed.
    /// </summary>
    /// <returns>False: nothing of this session is unreadable, and nothing was removed.</returns>
    /// <exception cref="Stores.StoreUnavailableException">The store does not answer.</exception>
    [Alias("purge")] Task<bool> Purge(string sessionId);
}

/// <summary>What is in quarantine.</summary>
/// <param name="Records">At most <see cref="RecordQuarantine.MaxListed"/>, those met first.</param>
/// <param name="Incomplete">A silo did not answer.</param>
/// <param name="Truncated">There are more.</param>
[GenerateSerializer, Immutable, Alias("sg.quarantine-list")]
public sealed record QuarantineList([property: Id(0)] QuarantinedRecord[] Records, [property: Id(1)] bool Incomplete, [property: Id(2)] bool Truncated);

/// <summary>A session whose records may be unreadable; the same grain as <see cref="Sessions.ISessionGrain"/>.</summary>
[Alias("sg.quarantined-session")]
internal interface IQuarantinedSession : IGrainWithStringKey
{
    /// <summary>Removes the session if one of its records cannot be read; false: all can, or there are none.</summary>
    [Alias("purge")] Task<bool> Purge();
}
