using SessionGrains.Reports;

namespace SessionGrains.Silo.Storage.InMemory;

/// <summary>For <see cref="StorageProvider.OrleansRedis"/>, which stores no reports.</summary>
internal sealed class NoReportLog : IReportLog
{
    public ValueTask<IReadOnlyList<ReportEntry>> ReadAsync(string? after, int limit, CancellationToken cancellationToken) =>
        after is null ? new([]) : throw WrongReportCursor.Of(after);

    public ValueTask<IReadOnlyList<ReportEntry>> ReadRangeAsync(string? after, string until, int limit, CancellationToken cancellationToken) => throw WrongReportCursor.Of(until);

    public ValueTask<ReportEntry?> ReadAgainAsync(string cursor, int stream, CancellationToken cancellationToken) => default;

    public ValueTask<ReportCount> CountAsync(string? after, string? until, int limit, CancellationToken cancellationToken) =>
        (after ?? until) is { } cursor ? throw WrongReportCursor.Of(cursor) : default;

    public ValueTask<string?> FindAsync(DateTimeOffset time, CancellationToken cancellationToken) => default;

    public string? Earlier(string? one, string? other) => null;
}
