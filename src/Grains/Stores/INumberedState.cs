namespace SessionGrains.Stores;

/// <summary>A grain state whose version may be a number, so that a store that counts versions allocates neither text nor task for it per write.</summary>
public interface INumberedState
{
    /// <summary>The version, from 1. Zero if there is no record, or the ETag is not a number.</summary>
    long Version { get; }

    /// <summary>Called when the record is stored with this version, before the task of the write ends.</summary>
    void Stored(long version);
}
