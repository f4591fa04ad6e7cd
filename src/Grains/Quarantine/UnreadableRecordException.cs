namespace SessionGrains.Quarantine;

/// <summary>
/// A stored record cannot be read. Only this record is affected; it is not an outage of the store. The caller answers 503, and an operator decides what to do
/// (<c>/api/v1/quarantine</c>).
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
    /// <param name="bytes">Length of the record in bytes.</param>
    public UnreadableRecordException(string reason, long bytes)
        : base($"A stored record cannot be read ({reason}).") => (Reason, Bytes) = (reason, bytes);

    /// <summary>One of <see cref="UnreadableReason"/>.</summary>
    [Id(0)] public string Reason { get; private set; }

    /// <summary>Length of the stored record in bytes.</summary>
    [Id(1)] public long Bytes { get; private set; }

    /// <summary>
    /// The unreadable record that caused a failed read: Orleans' own stores wrap what the serializer throws. Null if the store itself failed.
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
