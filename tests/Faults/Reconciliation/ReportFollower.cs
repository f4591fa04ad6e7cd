using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using SessionGrains.Faults.Tests.Crowd;

namespace SessionGrains.Faults.Tests.Reconciliation;

/// <summary>
/// Follows the report log while everything else is going wrong, and goes down itself: after a random number of lines it forgets all but what it has
/// written down, a line and its cursor at once, and begins again from there.
/// </summary>
internal sealed class ReportFollower(FrontDoors doors, int seed) : IDisposable
{
    private readonly Random _random = new(seed);
    private readonly CancellationTokenSource _enough = new();
    private readonly ConcurrentDictionary<string, int> _lines = new();
    private string? _cursor;
    private Task _following = Task.CompletedTask;

    /// <summary>How often it went down.</summary>
    public int Deaths { get; private set; }

    public int Lines => _lines.Values.Sum();

    /// <summary>Lines beyond the first of a session.</summary>
    public int Repeated => _lines.Values.Sum(static count => count - 1);

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

    private async Task FollowAsync()
    {
        while (!_enough.IsCancellationRequested)
        {
            var linesToLive = _random.Next(1, 60);
            while (!_enough.IsCancellationRequested && linesToLive > 0)
            {
                linesToLive -= await LiveAsync(linesToLive);
                await Task.Delay(_random.Next(50, 300));
            }

            Deaths++;
        }
    }

    /// <summary>Takes a page, or of its lines those that it lives to see. How many lines that were.</summary>
    private async Task<int> LiveAsync(int linesToLive)
    {
        var limit = _random.Next(1, 100);
        var page = await doors.GetAsync($"/api/v1/reports?limit={limit}" + (_cursor is null ? "" : $"&after={Uri.EscapeDataString(_cursor)}"));
        if (page is not { Status: HttpStatusCode.OK } read)
            return 0;

        var lines = Encoding.UTF8.GetString(read.Body).Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(linesToLive).ToList();
        lines.ForEach(line => Take(JsonDocument.Parse(line).RootElement));
        return lines.Count;
    }

    private void Take(JsonElement line)
    {
        var report = new ReadSession(line.GetProperty("report"));
        _lines.AddOrUpdate(report.Id, 1, static (_, count) => count + 1);
        Reports[report.Id] = report;
        _cursor = line.GetProperty("cursor").GetString();
    }
}
