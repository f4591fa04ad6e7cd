namespace SessionGrains.Quarantine;

/// <summary>Why a record cannot be read: short codes that stay as they are, for programs.</summary>
public static class UnreadableReason
{
    /// <summary>The bytes are not those that were written: cut off, overwritten, of another record, or gone.</summary>
    public const string Damaged = "damaged";

    /// <summary>It is larger than any record can be; nothing of it was read.</summary>
    public const string TooLarge = "too-large";

    /// <summary>The bytes are as they were written, but this program cannot make sense of them: a newer one wrote them.</summary>
    public const string UnknownFormat = "unknown-format";

    /// <summary>It was read, but cannot be told as JSON.</summary>
    public const string NotPresentable = "not-presentable";
}
