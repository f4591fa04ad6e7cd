namespace SessionGrains.Players;

/// <summary>
/// Follows the report log, page by page from the cursor of the last line. Between pages it is stopped and started again at random: it keeps only what it
/// has written down, a line and its cursor together.
/// </summary>
internal sealed class ReportFollower(TrackingServer server, int seed) : IDisposable
{
    private readonly Random _random = new(seed);
    private readonly CancellationTokenSource _enough = new();
    private readonly ConcurrentDictionary<string, int> _lines = new();
    private string? _cursor;
    private Task _following = Task.CompletedTask;

    /// <summary>How often it was stopped.</summary>
    public int Stops { get; private set; }

    public int Lines => _lines.Values.Sum();

    /// <summary>Lines after the first of a session.</summary>
    public int Repeated => _lines.Values.Sum(static count => count - 1);

    /// <summary>The sessions that have lines, with how many.</summary>
    public IReadOnlyDictionary<string, int> BySession => _lines;

    /// <summary>The last line of each session.</summary>
    public ConcurrentDictionary<string, ReadSession> Reports { get; } = new();

    public void Dispose() => _enough.Dispose();

    public void Begin() => _following = FollowAsync();

    public int LinesOf(string sessionId) => _lines.GetValueOrDefault(sessionId);

    public async Task EndAsync()
    {
        await _enough.CancelAsync();
        await _following;
    }

    /// <summary>Reads a page and keeps at most so many of its lines. How many lines that were; 0 also when the page could not be read.</summary>
    public async Task<int> ReadPageAsync(int limit, int keep = int.MaxValue)
    {
        if (await server.GetAsync($"api/v1/reports?limit={limit}" + (_cursor is null ? "" : $"&after={Uri.EscapeDataString(_cursor)}")) is not { Code: 200, Text: { } page })
            return 0;

        var lines = page.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(keep).ToList();
        lines.ForEach(line => Take(JsonDocument.Parse(line).RootElement));
        return lines.Count;
    }

    private async Task FollowAsync()
    {
        while (!_enough.IsCancellationRequested)
        {
            for (var linesToStop = _random.Next(1, 60); !_enough.IsCancellationRequested && linesToStop > 0; await Task.Delay(_random.Next(50, 300)))
                linesToStop -= await ReadPageAsync(_random.Next(1, 100), linesToStop);

            Stops++;
        }
    }

    private void Take(JsonElement line)
    {
        var report = new ReadSession(line.GetProperty("report"));

        // Whoever sees the line counted finds its report.
        Reports[report.Id] = report;
        _lines.AddOrUpdate(report.Id, 1, static (_, count) => count + 1);
        _cursor = line.GetProperty("cursor").GetString();
    }
}
