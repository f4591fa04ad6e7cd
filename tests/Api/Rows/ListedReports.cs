using SessionGrains.Sessions;

namespace SessionGrains.Api.Tests;

/// <summary>A report log whose cursors are numbers.</summary>
internal sealed class ListedReports(IEnumerable<SessionReport> lines) : ISessions, IReportReader
{
    public List<SessionReport> Lines { get; } = [.. lines];

    public List<int> Limits { get; } = [];

    public IReportReader Reports => this;

    public ISessionFinder Finder => throw new NotSupportedException();

    public ISessionGrain Of(IdSpan id) => throw new NotSupportedException();

    public Task<SessionReport[]> Read(string? after, int limit)
    {
        Limits.Add(limit);
        return Task.FromResult(Lines.Where(line => Number(line.Cursor) > Number(after ?? "0")).Take(limit).ToArray());
    }

    public Task<SessionReport?> ReadAgain(string cursor, int stream) => Task.FromResult(Lines.Find(line => line.Cursor == cursor));

    private static int Number(string cursor) => int.Parse(cursor, CultureInfo.InvariantCulture);
}
