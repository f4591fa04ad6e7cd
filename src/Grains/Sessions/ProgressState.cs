using System.Globalization;
using SessionGrains.Stores;

namespace SessionGrains.Sessions;

/// <summary>The storage state of a progress record, kept while the session is in memory and written repeatedly.</summary>
internal sealed class ProgressState : IGrainState<ProgressRecord>, INumberedState
{
    private string? _etag;

    /// <summary>The version times 2, plus 1 if a record exists: a separate flag would take as much memory as the number.</summary>
    private long _versionAndExists;

    /// <summary>Set only while the record is read or written: the session holds the contents.</summary>
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
