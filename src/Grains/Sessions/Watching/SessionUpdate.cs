using SessionGrains.Messages;

namespace SessionGrains.Sessions.Watching;

/// <summary>What somebody who watches a session has not seen yet.</summary>
/// <param name="Cursor">From where to go on watching.</param>
/// <param name="View">The session with its journal, every event included that has arrived; null when nothing has changed.</param>
/// <param name="Applied">Events that came since the cursor, oldest first; at most <see cref="SessionWatch.MaxApplied"/>, the latest.</param>
/// <param name="Deadlines">When time alone closes the session; null once it is closed.</param>
/// <param name="IsFinished">True when nothing can change any more.</param>
/// <param name="NowMs">The silo's clock, which the deadlines are on: ms since 1970-01-01 UTC.</param>
[GenerateSerializer, Immutable, Alias("sg.session-news")]
public sealed record SessionUpdate(
    [property: Id(0)] WatchCursor Cursor, [property: Id(1)] SessionView? View, [property: Id(2)] AppliedEvent[] Applied,
    [property: Id(3)] SessionDeadlines? Deadlines, [property: Id(4)] bool IsFinished, [property: Id(5)] long NowMs);

/// <summary>How far a watcher has seen a session. Another activation, as after the death of a silo, makes other cursors, and then all is new.</summary>
[GenerateSerializer, Immutable, Alias("sg.watch-cursor")]
public readonly record struct WatchCursor([property: Id(0)] int Watch, [property: Id(1)] long Changes, [property: Id(2)] long Events);

/// <summary>One event that a session took.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Ts">The player's clock as sent, ms since 1970-01-01 UTC.</param>
/// <param name="ReceivedAtMs">The silo's clock, ms since 1970-01-01 UTC.</param>
/// <param name="Playhead">In seconds.</param>
/// <param name="Verdict">What became of it.</param>
/// <param name="Detail">What it names, or null.</param>
[GenerateSerializer, Immutable, Alias("sg.applied-event")]
public sealed record AppliedEvent(
    [property: Id(0)] PlayerEventType Type, [property: Id(1)] long Ts, [property: Id(2)] long ReceivedAtMs, [property: Id(3)] double Playhead,
    [property: Id(4)] AppliedVerdict Verdict, [property: Id(5)] string? Detail);

/// <summary>What became of an event that was accepted.</summary>
public enum AppliedVerdict : byte
{
    Applied = 0,

    /// <summary>It came too late to be put in its place: it counts, but no time was moved.</summary>
    Late = 1,

    /// <summary>A repeat.</summary>
    Duplicate = 2,
}
