namespace SessionGrains.Abuse.Tests;

/// <summary>Bodies with extreme numbers and texts; after each portion everything that they left is read back.</summary>
[Collection(OneProcess.Name)]
public sealed class FuzzReadBackTests(OneProcess service, ITestOutputHelper output)
{
    private const int BodiesASession = 20;
    private const int SessionsAPortion = 40;
    private const int AtATime = 20;

    private static readonly int[] Documented = [201, 204, 400, 404, 410, 413];

    private readonly Complaints _complaints = new();
    private readonly ConcurrentDictionary<int, int> _statuses = new();
    private readonly ConcurrentQueue<string> _closed = [];
    private int _bodies;

    [Fact]
    public async Task Whatever_extreme_bodies_were_accepted_can_be_read_in_every_way_and_every_closed_session_is_reported_once()
    {
        var numeric = await NumericMembers.ReadAsync(service.Operator, _complaints);
        using var player = Loopback.Reach(service.Service.Port, Loopback.Hostile(0));
        for (var portion = 0; _bodies < AbuseSettings.Cases; portion++)
        {
            var touched = new ConcurrentBag<string>();
            await Parallel.ForEachAsync(Enumerable.Range(portion * SessionsAPortion, SessionsAPortion), new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (number, _) =>
            {
                foreach (var session in await PlayAsync(player, new FuzzedBodies(unchecked((AbuseSettings.Seed * 7919) + number), numeric)))
                    touched.Add(session);
            });
            await service.Operator.ReadSessionsAsync(touched, _complaints, andStreams: portion % 4 == 0);
            await service.Operator.ReadAudienceAsync(_complaints);
            if (!service.Service.IsAlive)
            {
                _complaints.Add("the process died");
                break;
            }
        }

        await service.Feed.ExpectAsync([.. _closed.Distinct()], _complaints);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {AbuseSettings.Seed}: {_bodies} bodies, answers {string.Join(", ", _statuses.OrderBy(static one => one.Key).Select(static one => $"{one.Key}: {one.Value}"))}; {_closed.Distinct().Count()} closed sessions, {service.Feed.Lines} lines"));
        Assert.False(_complaints.Any, $"seed {AbuseSettings.Seed}:\n{_complaints}\n{service.Service.KeepOutput()}");
        Assert.All((int[])[201, 204, 400], status => Assert.True(_statuses.GetValueOrDefault(status) > AbuseSettings.Cases / 100, $"only {_statuses.GetValueOrDefault(status)} times {status}"));
    }

    /// <summary>A downloaded array and a session with its events; the paths of what they left.</summary>
    private async Task<IEnumerable<string>> PlayAsync(TrackingServer player, FuzzedBodies bodies)
    {
        var ts = EventText.Now;
        var left = new List<string>();
        if ((await PostAsync(player, "/api/v1/downloaded", bodies.Array(ts - 1_000_000))).Location is { } stored)
        {
            left.Add(stored);
            _closed.Enqueue(stored);
        }

        string? session = null;
        for (var attempt = 0; session is null && attempt < BodiesASession; attempt++)
            session = (await PostAsync(player, "/api/v1/sessions", bodies.Start(ts))).Location;
        if (session is null)
            return left;

        left.Add(session);
        for (var number = 0; number < BodiesASession; number++)
            await PostAsync(player, session + "/events", bodies.Event(ts += bodies.OneIn(5) ? 0 : bodies.Next(5_000), number));

        // A sessionEnd in the middle may have closed it.
        if ((await PostAsync(player, session + "/events", EventText.Of("sessionEnd", ts + 1000, BodiesASession))).Code is 204 or 410)
            _closed.Enqueue(session);
        return left;
    }

    private async Task<Answer> PostAsync(TrackingServer player, string path, string body)
    {
        Interlocked.Increment(ref _bodies);
        var answer = await player.PostAsync(path, EventText.Utf8(body));
        _statuses.AddOrUpdate(answer.Code, 1, static (_, count) => count + 1);
        if (!Documented.Contains(answer.Code))
            _complaints.Add($"a body was answered {answer.Code}", body);
        return answer;
    }
}
