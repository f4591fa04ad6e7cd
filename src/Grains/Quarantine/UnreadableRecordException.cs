namespace SessionGrains.Quarantine;

/// <summary>
/// A record is stored, but cannot be read. A state of its record alone and no outage of the store: whatever else is stored is read as ever. The caller
/// answers 503 and an operator decides (<c>/api/v1/quarantine</c>).
/// </summary>
[GenerateSerializer, Alias("sg.unreadable-record")]
public sealed class UnreadableRecordException : Exception
{
    public UnreadableRecordException()
        : this(UnreadableReason.Damaged, 0)
    {
    }

    public UnreadableRecordException(string message)
        : base(message) => Reason = UnreadableReason.Damaged;

    public UnreadableRecordException(string message, Exception innerException)
        : base(message, innerException) => Reason = UnreadableReason.Damaged;

    /// <param name="reason">One of <see cref="UnreadableReason"/>.</param>
    /// <param name="bytes">How long the record is.</param>
    public UnreadableRecordException(string reason, long bytes)
        : base($"A stored record cannot be read ({reason}).") => (Reason, Bytes) = (reason, bytes);

    /// <summary>One of <see cref="UnreadableReason"/>.</summary>
    [Id(0)] public string Reason { get; private set; }

    /// <summary>How long the stored record is, in bytes.</summary>
    [Id(1)] public long Bytes { get; private set; }

    /// <summary>
    /// What a read failed with, if that is an unreadable record: a store of Orleans' own wraps whatever its serializer throws. Null: the store failed.
    /// </summary>
    internal static UnreadableRecordException? In(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is UnreadableRecordException unreadable)
            {
                return unreadable.InnerException is null ? unreadable : new(unreadable.Reason, unreadable.Bytes);
            }
        }

        return null;
    }
}
