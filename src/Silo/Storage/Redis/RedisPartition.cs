using System.Collections.Concurrent;
using System.Text;
using SessionGrains.Stores;
using StackExchange.Redis;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>The keys of one partition. The hash tag in braces puts them into one hash slot, as scripts require.</summary>
internal sealed class RedisPartition
{
    private readonly string _tag;
    private readonly RedisKey _start;
    private readonly RedisKey _progress;
    private readonly RedisKey _descriptions;
    private readonly RedisKey _reported;
    private readonly ConcurrentDictionary<string, RedisKey> _others = new();

    public RedisPartition(string serviceId, int number)
    {
        _tag = $"{{sg:{serviceId}:{number}}}";
        _start = Prefix(StoredRecordNames.Start);
        _progress = Prefix(StoredRecordNames.Progress);
        _descriptions = Prefix(StoredRecordNames.Descriptions);
        _reported = Prefix("reported");
        Deadlines = $"{_tag}:deadlines";
        Reports = $"{_tag}:reports";
        ReportsCopy = $"{_tag}:reports-copy";
        ReportsOld = $"{_tag}:reports-old";
    }

    /// <summary>Sorted set of session ids by deadline.</summary>
    public RedisKey Deadlines { get; }

    /// <summary>Stream of reports: field <c>s</c> is the session's id, <c>b</c> the report.</summary>
    public RedisKey Reports { get; }

    /// <summary>While the stream is written anew: what is copied so far, and what it replaces.</summary>
    public RedisKey ReportsCopy { get; }

    public RedisKey ReportsOld { get; }

    /// <summary>A string with the format of <see cref="RedisRecord"/>.</summary>
    public RedisKey Record(byte[] sessionId, string recordName) => recordName switch
    {
        StoredRecordNames.Start => _start.Append(sessionId),
        StoredRecordNames.Progress => _progress.Append(sessionId),
        StoredRecordNames.Descriptions => _descriptions.Append(sessionId),
        _ => _others.GetOrAdd(recordName, Prefix).Append(sessionId),
    };

    /// <summary>Has the position of the session's report as long as that is kept, so that the session gets no second one.</summary>
    public RedisKey Reported(byte[] sessionId) => _reported.Append(sessionId);

    /// <summary>The session whose start has this key; null if it is not of this partition.</summary>
    public byte[]? SessionOfStart(byte[] key)
    {
        var prefix = (byte[])_start!;
        return key.AsSpan().StartsWith(prefix) ? key[prefix.Length..] : null;
    }

    /// <summary>As bytes, so that appending an id needs no further object.</summary>
    private RedisKey Prefix(string name) => Encoding.UTF8.GetBytes($"{_tag}:{name}:");
}
