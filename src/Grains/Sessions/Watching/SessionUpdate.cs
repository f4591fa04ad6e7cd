namespace SessionGrains.Sessions.Watching;

/// <summary>What a watcher of a session has not seen yet.</summary>
/// <param name="Cursor">The cursor for the next call.</param>
/// <param name="View">The session with its journal and every event that has arrived; null if nothing has changed.</param>
/// <param name="Applied">The latest events since the cursor, oldest first, at most <see cref="SessionWatch.MaxApplied"/>.</param>
/// <param name="Deadlines">When timeouts close the session; null once it is closed.</param>
/// <param name="IsFinished">True if nothing can change any more.</param>
/// <param name="NowMs">The silo's clock, on which the deadlines are: ms since 1970-01-01 UTC.</param>
[GenerateSerializer, Immutable, Alias("sg.session-news")]
public sealed record SessionUpdate(
    [property: Id(0)] WatchCursor Cursor, [property: Id(1)] SessionView? View, [property: Id(2)] AppliedEvent[] Applied,
    [property: Id(3)] SessionDeadlines? Deadlines, [property: Id(4)] bool IsFinished, [property: Id(5)] long NowMs);

/// <summary>How far a watcher has seen a session. Another activation, as after a crash of the silo, makes different cursors; everything is new then.</summary>
[GenerateSerializer, Immutable, Alias("sg.watch-cursor")]
public readonly record struct WatchCursor([property: Id(0)] int Watch, [property: Id(1)] long Changes, [property: Id(2)] long Events);

/// <summary>An event that a session accepted.</summary>
/// <param name="Type">Type of the event.</param>
/// <param name="Ts">The player's clock as sent, ms since 1970-01-01 UTC.</param>
/// <param name="ReceivedAtMs">The silo's clock, ms since 1970-01-01 UTC.</param>
/// <param name="Playhead">In seconds.</param>
/// <param name="Verdict">How it was applied.</param>
/// <param name="Detail">What the event names, or null.</param>
[GenerateSerializer, Immutable, Alias("sg.applied-event")]
public sealed record AppliedEvent(
    [property: Id(0)] PlayerEventType Type, [property: Id(1)] long Ts, [property: Id(2)] long ReceivedAtMs, [property: Id(3)] double Playhead,
    [property: Id(4)] AppliedVerdict Verdict, [property: Id(5)] string? Detail);

/// <summary>How an accepted event was applied.</summary>
public enum AppliedVerdict : byte
{
    Applied = 0,

    /// <summary>It came too late to be put in order: it counts, but no time was moved.</summary>
    Late = 1,

    /// <summary>A repeated event.</summary>
    Duplicate = 2,
}
