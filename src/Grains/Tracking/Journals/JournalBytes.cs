using System.Buffers.Binary;
using static SessionGrains.Tracking.VariableNumbers;

namespace SessionGrains.Tracking.Journals;

/// <summary>
/// The stored form of a journal: the entries one after another, each two bytes (type 5 bits, scene 4, marks 7) and then its numbers, seven bits per byte. About
/// ten bytes per entry, so a session that only starts and pings takes a few dozen.
/// </summary>
internal static class JournalBytes
{
    private const int MaxEntryBytes = 2 + (10 * VariableNumbers.MaxBytes);
    private const int SceneShift = 5;
    private const int MarksShift = 9;

    /// <summary>A copy of the journal with an entry appended.</summary>
    /// <param name="journal">The entries so far.</param>
    /// <param name="length">Number of bytes to keep.</param>
    /// <param name="entry">The entry to append.</param>
    public static byte[] Append(byte[] journal, int length, in JournalEntry entry)
    {
        Span<byte> buffer = stackalloc byte[MaxEntryBytes];
        var written = Write(buffer, entry);
        var appended = new byte[length + written];
        journal.AsSpan(0, length).CopyTo(appended);
        buffer[..written].CopyTo(appended.AsSpan(length));
        return appended;
    }

    public static byte[] Of(IReadOnlyList<JournalEntry> entries)
    {
        var buffer = new byte[entries.Count * MaxEntryBytes];
        var length = 0;
        foreach (var entry in entries)
        {
            length += Write(buffer.AsSpan(length), entry);
        }

        return buffer[..length];
    }

    public static JournalEntry[] Read(byte[] journal)
    {
        var entries = new List<JournalEntry>();
        for (var at = 0; at < journal.Length;)
        {
            entries.Add(ReadNext(journal, ref at));
        }

        return [.. entries];
    }

    /// <summary>Reads the entry at <paramref name="at"/> and moves that to the next entry.</summary>
    public static JournalEntry ReadNext(ReadOnlySpan<byte> journal, ref int at)
    {
        var head = BinaryPrimitives.ReadUInt16LittleEndian(journal[at..]);
        at += sizeof(ushort);
        var marks = (JournalMarks)(head >> MarksShift);
        var entry = new JournalEntry(
            (PlayerEventType)(head & 0x1f), (JournalScene)((head >> SceneShift) & 0xf), ReadSigned(journal, ref at), (long)ReadNumber(journal, ref at))
        { Marks = marks };
        return entry with
        {
            Subject = entry.HasSubject ? (long)ReadNumber(journal, ref at) : 0,
            LateByMs = Of(JournalMarks.Late, journal, ref at),
            StallMs = Of(JournalMarks.Stall, journal, ref at),
            PriorPlayheadMs = Of(JournalMarks.Jump, journal, ref at),
            SilenceMs = Of(JournalMarks.Silence, journal, ref at),
            Merged = Of(JournalMarks.Merged, journal, ref at),
            LastedMs = Of(JournalMarks.Gap, journal, ref at),
            LastPlayheadMs = Of(JournalMarks.Gap, journal, ref at),
        };

        long Of(JournalMarks mark, ReadOnlySpan<byte> bytes, ref int from) => (marks & mark) != 0 ? (long)ReadNumber(bytes, ref from) : 0;
    }

    private static int Write(Span<byte> to, in JournalEntry entry)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(to, (ushort)((int)entry.Type | ((int)entry.Scene << SceneShift) | ((int)entry.Marks << MarksShift)));
        var at = sizeof(ushort);
        WriteSigned(to, ref at, entry.OffsetMs);
        WriteNumber(to, ref at, (ulong)entry.PlayheadMs);
        if (entry.HasSubject)
        {
            WriteNumber(to, ref at, (ulong)entry.Subject);
        }

        WriteMarked(to, ref at, entry, JournalMarks.Late, entry.LateByMs);
        WriteMarked(to, ref at, entry, JournalMarks.Stall, entry.StallMs);
        WriteMarked(to, ref at, entry, JournalMarks.Jump, entry.PriorPlayheadMs);
        WriteMarked(to, ref at, entry, JournalMarks.Silence, entry.SilenceMs);
        WriteMarked(to, ref at, entry, JournalMarks.Merged, entry.Merged);
        WriteMarked(to, ref at, entry, JournalMarks.Gap, entry.LastedMs);
        WriteMarked(to, ref at, entry, JournalMarks.Gap, entry.LastPlayheadMs);
        return at;
    }

    private static void WriteMarked(Span<byte> to, ref int at, in JournalEntry entry, JournalMarks mark, long number)
    {
        if (entry.Has(mark))
        {
            WriteNumber(to, ref at, (ulong)number);
        }
    }
}
