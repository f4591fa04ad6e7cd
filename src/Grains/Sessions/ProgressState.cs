using System.Globalization;

namespace SessionGrains.Sessions;

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

/// <summary>The progress record of a session, as long as that is in memory: written again and again.</summary>
internal sealed class ProgressState : IGrainState<ProgressRecord>, INumberedState
{
    private string? _etag;

    /// <summary>Only while the record is read or handed to the store: the session has what is in it.</summary>
    public ProgressRecord? State { get; set; }

    public bool RecordExists { get; set; }

    public long Version { get; private set; }

    public string? ETag
    {
        get => _etag ?? (Version == 0 ? null : Version.ToString(CultureInfo.InvariantCulture));
        set => (_etag, Version) = (value, 0);
    }

    public void Stored(long version) => (_etag, Version, RecordExists) = (null, version, true);
}
