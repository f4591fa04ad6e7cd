namespace SessionGrains.Stores;

/// <summary>
/// A grain state whose version may be a number: a store that counts versions then makes neither text nor task of it for each write.
/// </summary>
public interface INumberedState
{
    /// <summary>The version, from 1. Zero: there is no record, or its store has an ETag that is no number.</summary>
    long Version { get; }

    /// <summary>The record is stored as this version. Called before the task of the write ends.</summary>
    void Stored(long version);
}
