using System.Collections.Concurrent;
using System.Net;
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
            if (!await LiveAsync(_random.Next(1, 200)))
                await Task.Delay(300);
            else
                Deaths++;
        }
    }

    /// <summary>Reads until it goes down, true, or until there is nothing more to read for now.</summary>
    private async Task<bool> LiveAsync(int linesToLive)
    {
        var limit = _random.Next(1, 100);
        while (!_enough.IsCancellationRequested)
        {
            var page = await doors.GetAsync($"/api/v1/reports?limit={limit}" + (_cursor is null ? "" : $"&after={Uri.EscapeDataString(_cursor)}"));
            if (page is not { Status: HttpStatusCode.OK } read || read.Body.Length == 0)
                return false;

            foreach (var line in System.Text.Encoding.UTF8.GetString(read.Body).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                if (linesToLive-- == 0)
                    return true;

                Take(JsonDocument.Parse(line).RootElement);
            }
        }

        return false;
    }

    private void Take(JsonElement line)
    {
        var report = new ReadSession(line.GetProperty("report"));
        _lines.AddOrUpdate(report.Id, 1, static (_, count) => count + 1);
        Reports[report.Id] = report;
        _cursor = line.GetProperty("cursor").GetString();
    }
}
