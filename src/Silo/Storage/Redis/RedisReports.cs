using SessionGrains.Reports;
using SessionGrains.Silo.Startup;
using StackExchange.Redis;

namespace SessionGrains.Silo.Storage.Redis;

/// <summary>The report log in Redis, for reading beside the servers that write it.</summary>
internal sealed class RedisReports : IReportLog, IDisposable
{
    private readonly IConnectionMultiplexer _redis;
    private readonly RedisPartition[] _partitions;

    private RedisReports(IConnectionMultiplexer redis, RedisPartition[] partitions) => (_redis, _partitions) = (redis, partitions);

    private RedisReportStreams Streams => new(_redis.GetDatabase(), _partitions);

    /// <exception cref="StartRefusedException">Redis does not answer, or has no sessions of the service in this layout.</exception>
    public static async Task<RedisReports> OpenAsync(IConnectionMultiplexer redis, RedisStoreOptions options, string serviceId)
    {
        try
        {
            await RedisLayout.CheckAsync(redis.GetDatabase(), serviceId, options.Partitions);
            return new(redis, [.. Enumerable.Range(0, options.Partitions).Select(number => new RedisPartition(serviceId, number))]);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            throw new StartRefusedException($"Redis cannot be read: {e.Message}", e);
        }
    }

    public async ValueTask<IReadOnlyList<ReportEntry>> ReadAsync(string? after, int limit, CancellationToken cancellationToken = default) =>
        await Streams.ReadAsync(Positions(after), until: null, limit).WaitAsync(cancellationToken);

    public async ValueTask<IReadOnlyList<ReportEntry>> ReadRangeAsync(string? after, string until, int limit, CancellationToken cancellationToken = default) =>
        await Streams.ReadAsync(Positions(after), Positions(until), limit).WaitAsync(cancellationToken);

    public async ValueTask<ReportEntry?> ReadAgainAsync(string cursor, int stream, CancellationToken cancellationToken = default) =>
        await Streams.ReadAgainAsync(RedisReportCursor.Parse(cursor, _partitions.Length, stream), stream).WaitAsync(cancellationToken);

    public async ValueTask<ReportCount> CountAsync(string? after, string? until, int limit, CancellationToken cancellationToken = default) =>
        await Streams.CountAsync(Positions(after), until is null ? null : Positions(until), limit).WaitAsync(cancellationToken);

    public ValueTask<string?> FindAsync(DateTimeOffset time, CancellationToken cancellationToken = default) => new(RedisReportCursor.Before(time, _partitions.Length));

    public string? Earlier(string? one, string? other) => RedisReportCursor.Earlier(one, other, _partitions.Length);

    public void Dispose() => _redis.Dispose();

    private string[] Positions(string? cursor) => RedisReportCursor.Parse(cursor, _partitions.Length);
}
