namespace SessionGrains.Quarantine;

/// <summary>Why a record cannot be read: stable codes for programs.</summary>
public static class UnreadableReason
{
    /// <summary>The bytes are not as written: truncated, overwritten, of another record, or missing.</summary>
    public const string Damaged = "damaged";

    /// <summary>Larger than any valid record; not read.</summary>
    public const string TooLarge = "too-large";

    /// <summary>The bytes are as written, but this program cannot read them: a newer one wrote them.</summary>
    public const string UnknownFormat = "unknown-format";

    /// <summary>It was read, but cannot be written as JSON.</summary>
    public const string NotPresentable = "not-presentable";
}
