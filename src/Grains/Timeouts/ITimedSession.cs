namespace SessionGrains.Timeouts;

/// <summary>A session that has deadlines, keyed by its id.</summary>
[Alias("sg.timed-session")]
public interface ITimedSession : IGrainWithStringKey
{
    /// <summary>
    /// Closes the session if one of its deadlines has passed, finishes one whose sessionEnd is 5 s old, and forgets a closed one after its
    /// retention. Returns when to look again (milliseconds since 1970-01-01 UTC), or null when there is nothing left to wait for.
    /// </summary>
    [Alias("meet-deadline")] Task<long?> HandleDeadline();
}
