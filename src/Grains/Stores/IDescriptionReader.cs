namespace SessionGrains.Stores;

/// <summary>Implemented by storage that appends <see cref="IStoredSessionRecord.Descriptions"/> in the batch of their record: reads what was appended.</summary>
public interface IDescriptionReader
{
    /// <summary>Everything that was appended, in order; empty for nothing.</summary>
    /// <exception cref="Quarantine.UnreadableRecordException">There is more than a record may have.</exception>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    Task<ReadOnlyMemory<byte>> ReadDescriptionsAsync(GrainId grainId);
}
