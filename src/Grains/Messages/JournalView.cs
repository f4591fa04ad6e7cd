using System.Text.Json.Serialization;

namespace SessionGrains.Messages;

/// <summary>
/// The journal of a session as readers see it: what was on the screen when, and what happened. Times are the player's clock in ms since 1970-01-01 UTC. Once
/// that clock was changed, later times are shifted as if it had not been.
/// </summary>
/// <param name="Entries">Number of entries in the journal.</param>
/// <param name="Thinned">True if the journal was full and neighbours were merged; segments and points may then be missing.</param>
/// <param name="Segments">In order, without overlaps, up to the last event. A gap is a silence longer than the idle timeout, which counts nothing, or in a thinned journal time whose segments are missing.</param>
/// <param name="Points">In order of <c>ts</c>.</param>
[GenerateSerializer, Immutable, Alias("sg.journal-view")]
public sealed record JournalView(
    [property: Id(0)] int Entries, [property: Id(1)] bool Thinned, [property: Id(2)] JournalSegment[] Segments, [property: Id(3)] JournalPoint[] Points);

/// <summary>A period in which the same thing was on the screen.</summary>
/// <param name="Kind">What was on the screen.</param>
/// <param name="FromTs">Start of the segment.</param>
/// <param name="ToTs">End of the segment; for the last one, the time of the last event.</param>
/// <param name="Name">Name of the ad or break, or null.</param>
/// <param name="PlayheadFrom">Playhead at the start, in seconds.</param>
/// <param name="PlayheadTo">Playhead at the end, in seconds. If a seek ended the segment, the playhead before the seek.</param>
/// <param name="ItemIndex">Index in the metrics' ads of the ad on the screen, or in their adBreaks between the ads of a break; null for none or one that is not kept.</param>
[GenerateSerializer, Immutable, Alias("sg.journal-segment")]
public sealed record JournalSegment(
    [property: Id(0)] JournalSegmentKind Kind, [property: Id(1)] long FromTs, [property: Id(2)] long ToTs, [property: Id(3)] string? Name,
    [property: Id(4)] double PlayheadFrom, [property: Id(5)] double PlayheadTo, [property: Id(6), JsonPropertyName("item")] int? ItemIndex = null);

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

/// <summary>The words of <see cref="JournalPoint.Detail"/> by which readers know what was unusual.</summary>
public static class JournalWords
{
    /// <summary>Before the time by which an event was late.</summary>
    public const string Late = "late: came ";

    /// <summary>After the seconds of a silence over the idle timeout.</summary>
    public const string Silence = " s of silence";
}

/// <summary>An event, or a sample of the playhead.</summary>
/// <param name="Type">Type of the event. The changes of a statesUpdate are listed as stateStart and stateEnd.</param>
/// <param name="Ts">Time of the event; for a late event, its own ts.</param>
/// <param name="Playhead">In seconds.</param>
/// <param name="Detail">What the event names and what was unusual about it, or null.</param>
/// <param name="ItemIndex">Index of the ad, ad break, chapter or error that the event is about in that list of the metrics; null for none or one that is not kept.</param>
[GenerateSerializer, Immutable, Alias("sg.journal-point")]
public sealed record JournalPoint(
    [property: Id(0)] PlayerEventType Type, [property: Id(1)] long Ts, [property: Id(2)] double Playhead, [property: Id(3)] string? Detail,
    [property: Id(4), JsonPropertyName("item")] int? ItemIndex = null);
