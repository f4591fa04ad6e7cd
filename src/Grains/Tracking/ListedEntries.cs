using static SessionGrains.Tracking.VariableNumbers;

namespace SessionGrains.Tracking;

/// <summary>An ad break of the list. Times are the player's clock as sent, ms since 1970-01-01 UTC.</summary>
/// <param name="Description">Number of its <see cref="Tracking.Description"/>.</param>
/// <param name="StartTs">The adBreakStart.</param>
/// <param name="EndTs">What closed it; null while it is open.</param>
internal readonly record struct AdBreakEntry(int Description, long StartTs, long? EndTs) : ICompactEntry<AdBreakEntry>
{
    public static int MaxBytes => 4 * VariableNumbers.MaxBytes;

    public void Write(Span<byte> to, ref int at, in AdBreakEntry before)
    {
        WriteNumber(to, ref at, (ulong)Description);
        WriteSigned(to, ref at, StartTs - before.StartTs);
        WriteNumber(to, ref at, EndTs is null ? 0ul : 1ul);
        WriteSigned(to, ref at, (EndTs ?? StartTs) - StartTs);
    }

    public static AdBreakEntry Read(ReadOnlySpan<byte> from, ref int at, in AdBreakEntry before)
    {
        var description = (int)ReadNumber(from, ref at);
        var start = before.StartTs + ReadSigned(from, ref at);
        var hasEnded = ReadNumber(from, ref at) != 0;
        var end = start + ReadSigned(from, ref at);
        return new(description, start, hasEnded ? end : null);
    }
}

/// <summary>An ad of the list. Times are the player's clock as sent, ms since 1970-01-01 UTC.</summary>
/// <param name="Description">Number of its <see cref="Tracking.Description"/>.</param>
/// <param name="Break">Index of its break in the list of breaks, <see cref="OutsideBreak"/> or <see cref="UnlistedBreak"/>.</param>
/// <param name="StartTs">The adStart.</param>
/// <param name="EndTs">What ended it. As <paramref name="StartTs"/> while it is open.</param>
/// <param name="Playhead">Playhead of the adStart, in seconds.</param>
/// <param name="TimePlayedMs">Time played; 0 while it is open.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="StartShiftMs">The <see cref="EventTime.ShiftMs"/> of <paramref name="StartTs"/>.</param>
/// <param name="EndShiftMs">The <see cref="EventTime.ShiftMs"/> of <paramref name="EndTs"/>.</param>
internal readonly record struct AdEntry(
    int Description, int Break, long StartTs, long EndTs, double Playhead, long TimePlayedMs, PlayOutcome Outcome, long StartShiftMs = 0, long EndShiftMs = 0) : ICompactEntry<AdEntry>
{
    public const int OutsideBreak = -1;

    /// <summary>In a break that is not listed.</summary>
    public const int UnlistedBreak = TrackingState.MaxAdBreaks;

    public static int MaxBytes => (8 * VariableNumbers.MaxBytes) + MaxPlayheadBytes;

    public void Write(Span<byte> to, ref int at, in AdEntry before)
    {
        WriteNumber(to, ref at, (ulong)Description);
        WriteNumber(to, ref at, (ulong)(Break + 1));
        WriteSigned(to, ref at, StartTs - before.StartTs);
        WriteSigned(to, ref at, EndTs - StartTs);
        WritePlayhead(to, ref at, Playhead);
        WriteSigned(to, ref at, TimePlayedMs);
        EntryEnd.Write(to, ref at, Outcome, StartShiftMs, EndShiftMs);
    }

    public static AdEntry Read(ReadOnlySpan<byte> from, ref int at, in AdEntry before)
    {
        var description = (int)ReadNumber(from, ref at);
        var adBreak = (int)ReadNumber(from, ref at) - 1;
        var start = before.StartTs + ReadSigned(from, ref at);
        var end = start + ReadSigned(from, ref at);
        var (playhead, played) = (ReadPlayhead(from, ref at), ReadSigned(from, ref at));
        var (outcome, startShift, endShift) = EntryEnd.Read(from, ref at);
        return new(description, adBreak, start, end, playhead, played, outcome, startShift, endShift);
    }
}

/// <summary>A chapter of the list; see <see cref="AdEntry"/>.</summary>
internal readonly record struct ChapterEntry(int Description, long StartTs, long EndTs, long TimePlayedMs, PlayOutcome Outcome, long EndShiftMs = 0) : ICompactEntry<ChapterEntry>
{
    public static int MaxBytes => 7 * VariableNumbers.MaxBytes;

    public void Write(Span<byte> to, ref int at, in ChapterEntry before)
    {
        WriteNumber(to, ref at, (ulong)Description);
        WriteSigned(to, ref at, StartTs - before.StartTs);
        WriteSigned(to, ref at, EndTs - StartTs);
        WriteSigned(to, ref at, TimePlayedMs);
        EntryEnd.Write(to, ref at, Outcome, 0, EndShiftMs);
    }

    public static ChapterEntry Read(ReadOnlySpan<byte> from, ref int at, in ChapterEntry before)
    {
        var description = (int)ReadNumber(from, ref at);
        var start = before.StartTs + ReadSigned(from, ref at);
        var (end, played) = (start + ReadSigned(from, ref at), ReadSigned(from, ref at));
        var (outcome, _, endShift) = EntryEnd.Read(from, ref at);
        return new(description, start, end, played, outcome, endShift);
    }
}

/// <summary>A distinct error of the list. Times are the player's clock as sent, ms since 1970-01-01 UTC.</summary>
/// <param name="Description">Number of its <see cref="Tracking.Description"/>.</param>
/// <param name="Count">Number of events.</param>
/// <param name="FirstTs">The first of them.</param>
/// <param name="LastTs">The last of them.</param>
internal readonly record struct ErrorEntry(int Description, int Count, long FirstTs, long LastTs) : ICompactEntry<ErrorEntry>
{
    public static int MaxBytes => 4 * VariableNumbers.MaxBytes;

    public void Write(Span<byte> to, ref int at, in ErrorEntry before)
    {
        WriteNumber(to, ref at, (ulong)Description);
        WriteNumber(to, ref at, (ulong)Count);
        WriteSigned(to, ref at, FirstTs - before.FirstTs);
        WriteSigned(to, ref at, LastTs - FirstTs);
    }

    public static ErrorEntry Read(ReadOnlySpan<byte> from, ref int at, in ErrorEntry before)
    {
        var description = (int)ReadNumber(from, ref at);
        var count = (int)ReadNumber(from, ref at);
        var first = before.FirstTs + ReadSigned(from, ref at);
        return new(description, count, first, first + ReadSigned(from, ref at));
    }
}
