using System.Text;
using SessionGrains.Reports;
using StackExchange.Redis;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>What was read of one stream of reports at a time.</summary>
internal sealed class RedisReportPage
{
    private readonly RedisReport[] _entries;
    private int _next;

    private RedisReportPage(RedisReport[] entries, bool hasMore) => (_entries, HasMore) = (entries, hasMore);

    /// <summary>The stream has more.</summary>
    public bool HasMore { get; }

    public bool HasNext => _next < _entries.Length;

    public RedisReport Next => _entries[_next];

    public RedisReport Take() => _entries[_next++];

    /// <summary>The entries after a position: at most so many, of about so many bytes together, and one at least where there is any.</summary>
    public static async Task<RedisReportPage> ReadAsync(IDatabase database, RedisKey stream, string position, int limit, int mostBytes)
    {
        var answer = (RedisResult[])(await database.ScriptEvaluateAsync(RedisScripts.ReadReports, [stream], [position, limit, mostBytes, ReportBudget.OneReport]))!;
        return new([.. answer.Skip(1).Select(static entry => Read((RedisResult[])entry!))], (int)answer[0] == 1);
    }

    /// <summary>A field that is missing is an empty one: the entry is damaged, and has its place.</summary>
    private static RedisReport Read(RedisResult[] entry) =>
        new((string)entry[0]!, Encoding.UTF8.GetString((byte[]?)entry[1] ?? []), (byte[]?)entry[2] ?? [], (long)entry[3]);
}

/// <summary>One entry of a stream of reports.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="SessionId">What it says whose report it is.</param>
/// <param name="Body">The report; empty where it is too large.</param>
/// <param name="StoredBytes">How long the report is.</param>
internal readonly record struct RedisReport(string Position, string SessionId, byte[] Body, long StoredBytes);
