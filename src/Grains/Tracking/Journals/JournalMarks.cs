namespace SessionGrains.Tracking.Journals;

/// <summary>What else a journal entry says. The numbers are stored, in six bits; each but <see cref="Implied"/> brings one number along.</summary>
[Flags]
internal enum JournalMarks : byte
{
    None = 0,

    /// <summary>The event was late: by how much it stands after where it belongs.</summary>
    Late = 1,

    /// <summary>A stall showed: for how long it had been going on.</summary>
    Stall = 2,

    /// <summary>The playhead jumped: where it was before.</summary>
    Jump = 4,

    /// <summary>Over the idle timeout nothing had been heard: for how long.</summary>
    Silence = 8,

    /// <summary>Neighbours were merged into this one: how many.</summary>
    Merged = 16,

    /// <summary>No event said so: something else closed what was open.</summary>
    Implied = 32,
}
