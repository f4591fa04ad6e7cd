namespace SessionGrains.Timeouts;

/// <summary>A session that has deadlines, keyed by its id.</summary>
[Alias("sg.timed-session")]
public interface ITimedSession : IGrainWithStringKey
{
    /// <summary>
    /// Closes the session if a deadline has passed, finishes it 5 s after its sessionEnd, and removes it after its retention. Returns when to call again
    /// (milliseconds since 1970-01-01 UTC), or null if there is nothing left to wait for.
    /// </summary>
    [Alias("meet-deadline")] Task<long?> HandleDeadline();
}
