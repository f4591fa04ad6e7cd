namespace SessionGrains.Messages;

/// <summary>
/// A session's story: what was on the screen when, and what happened. All times are the player's clock, ms since 1970-01-01 UTC, from the first
/// change of that clock on adjusted as if it had not been changed.
/// </summary>
/// <param name="Entries">Entries that the journal has.</param>
/// <param name="Thinned">Whether it was full and neighbours were merged: then short segments and single points may be missing.</param>
/// <param name="Segments">In order, without overlaps, up to the last event; a gap is a silence over the idle timeout, which counts nothing.</param>
/// <param name="Points">In order of <c>ts</c>.</param>
[GenerateSerializer, Immutable, Alias("sg.journal-view")]
public sealed record JournalView(
    [property: Id(0)] int Entries, [property: Id(1)] bool Thinned, [property: Id(2)] JournalSegment[] Segments, [property: Id(3)] JournalPoint[] Points);

/// <summary>A stretch of time with one thing on the screen.</summary>
/// <param name="Kind">What.</param>
/// <param name="FromTs">When it began.</param>
/// <param name="ToTs">When it ended; of the last segment the last event.</param>
/// <param name="Name">The ad or break that it belongs to, or null.</param>
/// <param name="PlayheadFrom">Playhead when it began, in seconds.</param>
/// <param name="PlayheadTo">Playhead when it ended, in seconds; before the jump where one ended it.</param>
[GenerateSerializer, Immutable, Alias("sg.journal-segment")]
public sealed record JournalSegment(
    [property: Id(0)] JournalSegmentKind Kind, [property: Id(1)] long FromTs, [property: Id(2)] long ToTs, [property: Id(3)] string? Name,
    [property: Id(4)] double PlayheadFrom, [property: Id(5)] double PlayheadTo);

/// <summary>What is on the screen. In an ad, <see cref="Paused"/> and <see cref="Buffering"/> carry the ad's name.</summary>
public enum JournalSegmentKind : byte
{
    Starting = 0,
    Content = 1,
    Paused = 2,
    Buffering = 3,
    Stalled = 4,
    Ad = 5,
    AdBreak = 6,
    Completed = 7,
}

/// <summary>Something that happened, or where the playhead was.</summary>
/// <param name="Type">The event; what a statesUpdate changed are stateStart and stateEnd.</param>
/// <param name="Ts">When; of a late event where it belongs.</param>
/// <param name="Playhead">In seconds.</param>
/// <param name="Detail">What it names and what was odd, or null.</param>
[GenerateSerializer, Immutable, Alias("sg.journal-point")]
public sealed record JournalPoint(
    [property: Id(0)] PlayerEventType Type, [property: Id(1)] long Ts, [property: Id(2)] double Playhead, [property: Id(3)] string? Detail);
