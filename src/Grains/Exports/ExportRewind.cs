namespace SessionGrains.Exports;

/// <summary>Where an exporter goes back to, stored before the sink takes anything back: whoever comes after a crash takes back the same.</summary>
/// <param name="Cursor">The place of the report log after which sessions leave again; null for its start.</param>
/// <param name="Sessions">The number of the last session that does not.</param>
/// <param name="Epoch">As <see cref="ExportClaim.Epoch"/>: claims before it have a lesser one, and those after it a greater.</param>
[GenerateSerializer, Immutable, Alias("sg.export-rewind")]
public sealed record ExportRewind([property: Id(0)] string? Cursor, [property: Id(1)] long Sessions, [property: Id(2)] long Epoch);

/// <summary>From where an operator wants sessions to leave again. With neither cursor nor time: from the beginning.</summary>
/// <param name="Cursor">After this place of the report log.</param>
/// <param name="TimeMs">Those that the report log got at this time or later, store's clock, ms since 1970-01-01 UTC.</param>
[GenerateSerializer, Immutable, Alias("sg.export-rewind-target")]
public sealed record ExportRewindTarget([property: Id(0)] string? Cursor = null, [property: Id(1)] long? TimeMs = null);

/// <summary>What became of the wish to rewind.</summary>
/// <param name="Status">How the exporter fares now; null if it refuses.</param>
/// <param name="Refusal">Why it refuses, in words for an operator.</param>
/// <param name="IsConflict">Whether the wish would be right if the sink or the log still had what it takes; false: it is wrong.</param>
[GenerateSerializer, Immutable, Alias("sg.export-rewind-answer")]
public sealed record ExportRewindAnswer([property: Id(0)] ExportStatus? Status, [property: Id(1)] string? Refusal = null, [property: Id(2)] bool IsConflict = false);

/// <summary>A rewind is refused, and the exporter goes on as before.</summary>
internal sealed class RewindRefusedException(string message, bool isConflict = false) : Exception(message)
{
    public bool IsConflict => isConflict;
}
