using System.Globalization;
using SessionGrains.Stores;

namespace SessionGrains.Sessions;

/// <summary>The progress record of a session, as long as that is in memory: written again and again.</summary>
internal sealed class ProgressState : IGrainState<ProgressRecord>, INumberedState
{
    private string? _etag;

    /// <summary>Twice the version, and one more where there is a record: a flag of its own would take as much as the number does.</summary>
    private long _versionAndExists;

    /// <summary>Only while the record is read or handed to the store: the session has what is in it.</summary>
    public ProgressRecord? State { get; set; }

    public bool RecordExists
    {
        get => (_versionAndExists & 1) != 0;
        set => _versionAndExists = (Version << 1) | (value ? 1L : 0);
    }

    public long Version => _versionAndExists >> 1;

    public string? ETag
    {
        get => _etag ?? (Version == 0 ? null : Version.ToString(CultureInfo.InvariantCulture));
        set => (_etag, _versionAndExists) = (value, _versionAndExists & 1);
    }

    public void Stored(long version) => (_etag, _versionAndExists) = (null, (version << 1) | 1);
}
