using System.Collections.Concurrent;
using System.Text;
using StackExchange.Redis;
using SessionGrains.Stores;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>The keys of one partition. The tag in braces puts them all into one hash slot, as a script needs them.</summary>
internal sealed class RedisPartition
{
    private readonly string _tag;
    private readonly RedisKey _start;
    private readonly RedisKey _progress;
    private readonly RedisKey _reported;
    private readonly ConcurrentDictionary<string, RedisKey> _others = new();

    public RedisPartition(string serviceId, int number)
    {
        _tag = $"{{sg:{serviceId}:{number}}}";
        _start = Prefix(StoredRecordNames.Start);
        _progress = Prefix(StoredRecordNames.Progress);
        _reported = Prefix("reported");
        Deadlines = $"{_tag}:deadlines";
        Reports = $"{_tag}:reports";
    }

    /// <summary>Sorted set of session ids by their time.</summary>
    public RedisKey Deadlines { get; }

    /// <summary>Stream of reports: <c>s</c> is the session's id, <c>b</c> the report.</summary>
    public RedisKey Reports { get; }

    /// <summary>A string: see <see cref="RedisRecord"/>.</summary>
    public RedisKey Record(byte[] sessionId, string recordName) => recordName switch
    {
        StoredRecordNames.Start => _start.Append(sessionId),
        StoredRecordNames.Progress => _progress.Append(sessionId),
        _ => _others.GetOrAdd(recordName, Prefix).Append(sessionId),
    };

    /// <summary>Stands as long as the session's report does, so that it gets no second one.</summary>
    public RedisKey Reported(byte[] sessionId) => _reported.Append(sessionId);

    /// <summary>As bytes: a key is then the two arrays side by side and needs no object of its own.</summary>
    private RedisKey Prefix(string name) => Encoding.UTF8.GetBytes($"{_tag}:{name}:");
}
