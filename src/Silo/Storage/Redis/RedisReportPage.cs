using System.Text;
using SessionGrains.Reports;
using StackExchange.Redis;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>The entries of one stream of reports that were read at a time.</summary>
internal sealed class RedisReportPage
{
    /// <summary>As the end of a page: the end of the stream.</summary>
    public const string End = "+";

    private readonly RedisReport[] _entries;
    private int _next;

    private RedisReportPage(RedisReport[] entries, bool hasMore) => (_entries, HasMore) = (entries, hasMore);

    public bool HasMore { get; }

    public bool HasNext => _next < _entries.Length;

    public RedisReport Next => _entries[_next];

    public RedisReport Take() => _entries[_next++];

    /// <summary>Reads entries from <paramref name="start"/> on, a position or, with <c>(</c> before it, what follows a position, up to <paramref name="end"/>: at most <paramref name="limit"/>, about <paramref name="mostBytes"/> bytes, at least one if there is any.</summary>
    public static async Task<RedisReportPage> ReadAsync(IDatabase database, RedisKey stream, string start, string end, int limit, int mostBytes)
    {
        var answer = (RedisResult[])(await database.ScriptEvaluateAsync(RedisScripts.ReadReports, [stream], [start, end, limit, mostBytes, ReportBudget.OneReport]))!;
        return new([.. answer.Skip(1).Select(static entry => Read((RedisResult[])entry!))], (int)answer[0] == 1);
    }

    /// <summary>A missing field counts as empty: the entry is damaged, but keeps its position.</summary>
    private static RedisReport Read(RedisResult[] entry) =>
        new((string)entry[0]!, Encoding.UTF8.GetString((byte[]?)entry[1] ?? []), (byte[]?)entry[2] ?? [], (long)entry[3]);
}

/// <summary>An entry of a stream of reports.</summary>
/// <param name="Position">Its position in the stream.</param>
/// <param name="SessionId">The session's id, as stored.</param>
/// <param name="Body">The report; empty when it is too large.</param>
/// <param name="StoredBytes">The length of the stored report.</param>
internal readonly record struct RedisReport(string Position, string SessionId, byte[] Body, long StoredBytes);
