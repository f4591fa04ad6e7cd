using SessionGrains.Api.Operators.Answers;
using SessionGrains.Quarantine;

namespace SessionGrains.Api.Operators.Quarantine;

/// <summary>Stored records that cannot be read.</summary>
internal sealed class QuarantineAnswer(QuarantineList list)
{
    /// <summary>A silo did not answer</summary>
    public bool Incomplete => list.Incomplete;

    /// <summary>There are more</summary>
    public bool Truncated => list.Truncated;

    /// <summary>The one met first comes first</summary>
    public QuarantinedRecordAnswer[] Records { get; } = [.. list.Records.Select(static record => new QuarantinedRecordAnswer(record))];
}

/// <summary>One of them.</summary>
internal sealed class QuarantinedRecordAnswer(QuarantinedRecord record)
{
    public string? SessionId => record.SessionId;

    /// <summary>start, progress, descriptions, report, live-minute or deadline</summary>
    public string Kind => record.Kind.Name();

    /// <summary>damaged, too-large or unknown-format</summary>
    public string Reason => record.Reason;

    [JsonConverter(typeof(Instant))]
    public long FirstSeenAt => record.FirstSeenAtMs;

    public long Bytes => record.Bytes;

    /// <summary>What the log calls the record</summary>
    public string KeyHash => record.KeyHash;
}
