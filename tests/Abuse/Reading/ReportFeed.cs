namespace SessionGrains.Abuse.Tests;

/// <summary>Follows the report feed as a reader does that goes on from the last line it has, and counts how often each session came.</summary>
internal sealed class ReportFeed(OperatorView view)
{
    /// <summary>With the greatest limit that is allowed.</summary>
    private const string Path = "/api/v1/reports?limit=1000";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, int> _seen = [];
    private string? _cursor;

    public int Lines { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Reads on until each of these sessions has come, then once more to the end; complains of those that came not or more than once.</summary>
    /// <param name="sessions">Paths of sessions that are closed or will be at once.</param>
    /// <param name="complaints">Where complaints go.</param>
    public async Task ExpectAsync(IReadOnlyCollection<string> sessions, Complaints complaints)
    {
        var ids = sessions.Select(static session => session.Split('/')[^1]).ToArray();
        for (var began = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(began) < Patience; await Task.Delay(250))
        {
            if (await ReadOnAsync(complaints) is not { } lines)
                return;

            if (lines == 0 && ids.All(_seen.ContainsKey))
                break;
        }

        foreach (var id in ids.Where(id => _seen.GetValueOrDefault(id) != 1))
            complaints.Add(_seen.ContainsKey(id) ? "a session came more than once in the feed" : "a closed session did not come in the feed", id);
    }

    /// <summary>One request. How many lines it had; null, with a complaint, when they were not whole.</summary>
    private async Task<int?> ReadOnAsync(Complaints complaints)
    {
        var lines = 0;
        try
        {
            using var answer = await view.OpenAsync(_cursor is null ? Path : $"{Path}&after={Uri.EscapeDataString(_cursor)}");
            if ((int)answer.StatusCode != 200)
            {
                complaints.Add($"the report feed was answered {(int)answer.StatusCode}");
                return null;
            }

            using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
            for (; await reader.ReadLineAsync() is { } line; lines++)
                Take(line, complaints);
            return lines;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            complaints.Add("a line of the report feed is not whole", $"line {lines} after {_cursor}: {e.Message}");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            complaints.Add("the report feed broke off", $"after {lines} lines: {e.Message}");
        }

        return null;
    }

    private void Take(string line, Complaints complaints)
    {
        using var json = JsonDocument.Parse(line);
        _cursor = json.RootElement.GetProperty("cursor").GetString();
        (Lines, Bytes) = (Lines + 1, Bytes + line.Length);

        // Nothing here damages a record, so the feed has nothing to say of one.
        if (json.RootElement.TryGetProperty("error", out var error))
        {
            complaints.Add("the feed could not tell a report", error.ToString());
            return;
        }

        var id = json.RootElement.GetProperty("report").GetProperty("sessionId").GetString()!;
        _seen[id] = _seen.GetValueOrDefault(id) + 1;
    }
}
