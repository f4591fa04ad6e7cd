using static SessionGrains.Tracking.VariableNumbers;

namespace SessionGrains.Tracking;

/// <summary>The last bytes of an ad or a chapter: its outcome and, only if the player's clock was changed before its end, by how much its times were shifted.</summary>
internal static class EntryEnd
{
    private const ulong OutcomeBits = 3;
    private const ulong HasShifts = 4;

    public static void Write(Span<byte> to, ref int at, PlayOutcome outcome, long startShiftMs, long endShiftMs)
    {
        if ((startShiftMs, endShiftMs) == (0, 0))
        {
            WriteNumber(to, ref at, (ulong)outcome);
            return;
        }

        WriteNumber(to, ref at, (ulong)outcome | HasShifts);
        WriteSigned(to, ref at, startShiftMs);
        WriteSigned(to, ref at, endShiftMs);
    }

    public static (PlayOutcome Outcome, long StartShiftMs, long EndShiftMs) Read(ReadOnlySpan<byte> from, ref int at)
    {
        var first = ReadNumber(from, ref at);
        var outcome = (PlayOutcome)(first & OutcomeBits);
        return (first & HasShifts) == 0 ? (outcome, 0, 0) : (outcome, ReadSigned(from, ref at), ReadSigned(from, ref at));
    }
}
