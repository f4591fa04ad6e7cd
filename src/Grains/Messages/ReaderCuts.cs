namespace SessionGrains.Messages;

/// <summary>What a reader dropped from a request because of a limit (docs/protocol.md#7-limits). The numbers are stored.</summary>
[Flags]
public enum ReaderCuts : byte
{
    None = 0,

    /// <summary>A text was too long and was cut.</summary>
    Text = 1,

    /// <summary>More than 20 states in a statesUpdate.</summary>
    States = 2,

    /// <summary>More than 32 unknown members.</summary>
    UnknownMembers = 4,

    /// <summary>More than 64 entries of customMetadata, 256 on a sessionStart.</summary>
    Metadata = 8,

    /// <summary>More than 32 unknown qoeData keys, or more than 8 KiB of them.</summary>
    QoeKeys = 16,

    /// <summary>Nothing was dropped: a playhead of the Media Edge API that is no whole number from 0 to 86,400. Becomes the finding <c>playhead-range</c>.</summary>
    PlayheadRange = 32,

    /// <summary>Nothing was dropped: the path named another event than the body. Becomes the finding <c>path-mismatch</c>.</summary>
    OtherPath = 64,
}
