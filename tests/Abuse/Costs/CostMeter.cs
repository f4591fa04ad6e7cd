namespace SessionGrains.Abuse.Tests;

/// <summary>Measures the processor time of the service over the whole HTTP path: the best of some rounds, so that what else goes on does not count.</summary>
internal sealed class CostMeter(ServiceFixture fixture) : IDisposable
{
    private const int AtATime = 8;

    private readonly TrackingServer[] _players = [.. Enumerable.Range(0, AtATime).Select(number => Loopback.Reach(fixture.Service.Port, Loopback.Hostile(number)))];
    private int _number;

    public void Dispose() => Array.ForEach(_players, static player => player.Dispose());

    /// <summary>A number that was not given before.</summary>
    public int Next() => Interlocked.Increment(ref _number);

    /// <summary>Opens so many sessions, in which main content plays.</summary>
    public async Task<IReadOnlyList<string>> OpenAsync(int count, long ts)
    {
        var sessions = await Task.WhenAll(Enumerable.Range(0, count).Select(number => _players[number % AtATime].OpenAsync(EventText.Start("cost", ts: ts))));
        await Task.WhenAll(sessions.Select((session, number) => _players[number % AtATime].SendAsync(session!, EventText.Of("play", ts, 0))));
        return sessions!;
    }

    /// <summary>Sends requests without measuring.</summary>
    public Task SendAsync(IReadOnlyCollection<Request> requests) => Parallel.ForEachAsync(
        requests.Select(static (request, at) => (request, at)), new ParallelOptions { MaxDegreeOfParallelism = AtATime },
        async (one, stopping) => one.request.Status = (await _players[one.at % AtATime].PostAsync(one.request.Path, one.request.Body, one.request.Encoding, stopping)).Code);

    /// <summary>Processor time of what one round sends, the least of the rounds. Preparing a round is not measured.</summary>
    public async Task<TimeSpan> BestOfAsync(int rounds, Func<Task<IReadOnlyCollection<Request>>> prepare)
    {
        var best = long.MaxValue;
        for (var round = 0; round < rounds; round++)
        {
            var requests = await prepare();
            var before = fixture.Service.Account.ThreadTimes();
            await SendAsync(requests);
            best = Math.Min(best, fixture.Service.Account.NanosecondsSince(before));
        }

        return TimeSpan.FromMicroseconds(best / 1000.0);
    }
}

/// <summary>A request and what it was answered.</summary>
internal sealed class Request(string path, byte[] body, string? encoding = null)
{
    public string Path => path;

    public byte[] Body => body;

    public string? Encoding => encoding;

    public int Status { get; set; }
}
