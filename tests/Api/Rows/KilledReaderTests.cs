namespace SessionGrains.Api.Tests;

/// <summary>A reader of rows and its server are killed at random, while sessions close. The server has a process of its own and a file.</summary>
public sealed class KilledReaderTests : IDisposable
{
    private const int Sessions = 30;
    private const int ServerKills = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("sg-killed-").FullName;
    private readonly int _port = FreePort.Next();
    private readonly Random _random = new(22);

    /// <summary>What the reader has stored: a line and its cursor together.</summary>
    private readonly List<string> _stored = [];

    private RunningProcess? _server;

    public void Dispose()
    {
        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_reader_sees_every_row_once()
    {
        await StartServer();
        using var client = RunningProcess.Operator(_port);
        var others = Task.WhenAll(CloseSessions(client), KillServers());
        while (!others.IsCompleted)
        {
            await Read(client);
        }

        await others;
        while (await Read(client))
        {
        }

        var all = await client.GetStringAsync("/api/v1/reports?rows=true&limit=1000");
        Assert.Equal(all.Split('\n', StringSplitOptions.RemoveEmptyEntries), _stored);
        var sessions = _stored.Select(static line => JsonNode.Parse(line)!).GroupBy(static row => (string?)row["sessionId"]).ToArray();
        Assert.Equal(Sessions, sessions.Length);
        Assert.All(sessions, static rows => Assert.Equal(Enumerable.Range(0, rows.Count()), rows.Select(static row => (int)row["seq"]!)));
        Assert.All(sessions, static rows => AddedUp.AssertEqual([.. rows]));
    }

    private async Task StartServer()
    {
        _server = RunningProcess.Start("SessionGrains.Api",
            [$"--urls=http://127.0.0.1:{_port}", $"--Operator:ApiKey={RunningProcess.OperatorKey}", "--Cluster:Mode=Embedded", "--Storage:Provider=Sqlite", $"--Storage:Sqlite:Path={Path.Combine(_folder, "sessions.db")}"]);
        using var client = RunningProcess.Operator(_port);
        await Deadline.UntilAsync(client.IsReadyAsync, () => _server.Output);
    }

    /// <summary>A player sends a session until it is answered. The same array again is the same session.</summary>
    private static async Task CloseSessions(HttpClient client)
    {
        for (var session = 0; session < Sessions; session++)
        {
            var body = SessionWithAds.Body($"film-{session}", [.. Enumerable.Range(0, session % 5).Select(static ad => ("Acme", ad % 2 == 0 ? "adComplete" : null))]);
            await Deadline.UntilAsync(async () =>
            {
                try
                {
                    using var answer = await client.PostAsync("/api/v1/downloaded", Sample.Json(body));
                    return answer.StatusCode == HttpStatusCode.Created;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            }, () => "no server takes the session");
        }
    }

    private async Task KillServers()
    {
        for (var kills = 0; kills < ServerKills; kills++)
        {
            var next = _stored.Count + _random.Next(10, 50);
            await Deadline.UntilAsync(() => _stored.Count >= next, () => $"{_stored.Count} rows were read, not {next}:\n{_server!.Output}");
            _server!.Dispose();
            await StartServer();
        }
    }

    /// <summary>Reads an answer with a small limit. The reader is killed within it at random: then it has stored only the first lines. False: nothing was there.</summary>
    private async Task<bool> Read(HttpClient client)
    {
        var after = _stored.Count == 0 ? "" : (string?)JsonNode.Parse(_stored[^1])!["cursor"];
        var survives = _random.Next(0, 8);
        var lines = 0;
        try
        {
            using var answer = await client.GetAsync($"/api/v1/reports?rows=true&limit={_random.Next(1, 8)}&after={after}", HttpCompletionOption.ResponseHeadersRead);
            using var reader = new StreamReader(await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync());
            for (; await reader.ReadLineAsync() is { } line; lines++)
            {
                if (lines < survives)
                    _stored.Add(line);
            }
        }
        catch (Exception e) when (e is HttpRequestException { StatusCode: null or HttpStatusCode.ServiceUnavailable } or IOException)
        {
            await Task.Delay(50);
            return true;
        }

        return lines > 0;
    }
}
