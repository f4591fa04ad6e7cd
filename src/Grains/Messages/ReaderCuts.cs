namespace SessionGrains.Messages;

/// <summary>What a reader did not keep of a request (decisions.md section 2, "Nothing kept is without bound"). The numbers are stored.</summary>
[Flags]
public enum ReaderCuts : byte
{
    None = 0,

    /// <summary>A text was longer than is kept.</summary>
    Text = 1,

    /// <summary>More than 20 states in a statesUpdate.</summary>
    States = 2,

    /// <summary>More than 32 unknown members.</summary>
    UnknownMembers = 4,

    /// <summary>More than 64 entries of customMetadata, 256 on a sessionStart.</summary>
    Metadata = 8,

    /// <summary>More than 32 unknown qoeData keys, or more than 8 KiB of them.</summary>
    QoeKeys = 16,
}
