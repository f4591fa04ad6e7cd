namespace SessionGrains.Faults.Tests;

/// <summary>What an operator reads of every node while two versions run: most of it is gathered from all nodes, so their messages meet.</summary>
internal sealed class OperatorReads
{
    private static readonly string[] Paths =
    [
        "/api/v1/live", "/api/v1/live/history", "/api/v1/live/history?resolution=second", "/api/v1/sessions?limit=100", "/api/v1/reports?limit=100", "/api/v1/quarantine", "/api/v1/exports",
    ];

    private readonly List<string> _failures = [];

    public int Count { get; private set; }

    public IReadOnlyList<string> Failures => _failures;

    /// <summary>Reads everything, and each listed session, from each node.</summary>
    public async Task ReadAsync(IEnumerable<int> ports)
    {
        foreach (var port in ports)
        {
            using var node = RunningProcess.Operator(port);
            foreach (var path in Paths)
                await ReadAsync(node, path);

            var listed = JsonDocument.Parse(await ReadAsync(node, "/api/v1/sessions?limit=20") ?? """{"sessions":[]}""").RootElement.GetProperty("sessions");
            foreach (var session in listed.EnumerateArray())
                await ReadAsync(node, $"/api/v1/sessions/{session.GetProperty("sessionId").GetString()}");
        }
    }

    private async Task<string?> ReadAsync(HttpClient node, string path)
    {
        using var answer = await node.GetAsync(new Uri(path, UriKind.Relative));
        Count++;
        if (answer.IsSuccessStatusCode)
            return await answer.Content.ReadAsStringAsync();

        // Not the id of a session.
        _failures.Add($"{(int)answer.StatusCode} {path.Split('?')[0][..Math.Min(path.Length, 20)]}");
        return null;
    }
}
