namespace SessionGrains.Abuse.Tests;

/// <summary>The same as <see cref="FuzzReadBackTests"/> for the bodies of Media Edge clients.</summary>
[Collection(OneProcess.Name)]
public sealed class EdgeFuzzReadBackTests(OneProcess service, ITestOutputHelper output)
{
    private const int RequestsASession = 20;
    private const int SessionsAPortion = 40;
    private const int AtATime = 20;

    private static readonly int Cases = AbuseSettings.Cases / 4;

    private static readonly int[] Documented = [200, 204, 207, 400, 404, 413];

    private readonly Complaints _complaints = new();
    private readonly ConcurrentDictionary<int, int> _statuses = new();
    private readonly ConcurrentQueue<string> _closed = [];
    private int _bodies;

    [Fact]
    public async Task Whatever_extreme_xdm_was_accepted_can_be_read_in_every_way_and_every_closed_session_is_reported_once()
    {
        using var player = Loopback.Reach(service.Service.Port, Loopback.Hostile(0));
        for (var portion = 0; _bodies < Cases && service.Service.IsAlive; portion++)
        {
            var touched = new ConcurrentBag<string>();
            await Parallel.ForEachAsync(Enumerable.Range(portion * SessionsAPortion, SessionsAPortion), new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (number, _) =>
            {
                foreach (var session in await PlayAsync(player, new FuzzedXdm(unchecked((AbuseSettings.Seed * 7919) + number))))
                    touched.Add(session);
            });
            await service.Operator.ReadSessionsAsync(touched, _complaints, andStreams: portion % 4 == 0);
            await service.Operator.ReadAudienceAsync(_complaints);
        }

        if (!service.Service.IsAlive)
            _complaints.Add("the process died");

        await service.Feed.ExpectAsync([.. _closed.Distinct()], _complaints);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {AbuseSettings.Seed}: {_bodies} bodies, answers {string.Join(", ", _statuses.OrderBy(static one => one.Key).Select(static one => $"{one.Key}: {one.Value}"))}; {_closed.Distinct().Count()} closed sessions, {service.Feed.Lines} lines"));
        Assert.False(_complaints.Any, $"seed {AbuseSettings.Seed}:\n{_complaints}\n{service.Service.KeepOutput()}");
        Assert.All((int[])[200, 204, 207, 400], status => Assert.True(_statuses.GetValueOrDefault(status) > Cases / 100, $"only {_statuses.GetValueOrDefault(status)} times {status}"));
    }

    /// <summary>A downloaded session and one with its events; the paths of what they left.</summary>
    private async Task<IEnumerable<string>> PlayAsync(TrackingServer player, FuzzedXdm bodies)
    {
        var ts = EventText.Now;
        var left = new List<string>();
        if (await PostAsync(player, XdmText.PathOf("downloaded"), bodies.Downloaded(ts - 1_000_000)) is { Session: { } stored })
        {
            left.Add(stored);
            _closed.Enqueue(stored);
        }

        string? session = null;
        for (var attempt = 0; session is null && attempt < RequestsASession; attempt++)
            session = (await PostAsync(player, bodies.OneIn(2) ? XdmText.PathOf("sessionStart") : XdmText.Interact, bodies.Start(ts))).Session;
        if (session is null)
            return left;

        left.Add(session);
        var sid = SentSession.IdOf(session);
        for (var number = 0; number < RequestsASession; number++)
        {
            var path = bodies.Next(4) switch
            {
                0 => XdmText.Interact,
                1 => XdmText.Collect,
                _ => XdmText.PathOf("ping"),
            };
            await PostAsync(player, path, bodies.Events(sid, ts += bodies.OneIn(5) ? 0 : bodies.Next(5_000), number));
        }

        // A sessionEnd in the middle may have closed it.
        if ((await PostAsync(player, XdmText.PathOf("sessionEnd"), XdmText.Envelope([XdmText.Of("sessionEnd", sid, ts + 1000, RequestsASession)]))).Code is 204 or 404)
            _closed.Enqueue(session);
        return left;
    }

    private async Task<(int Code, string? Session)> PostAsync(TrackingServer player, string path, string body)
    {
        Interlocked.Increment(ref _bodies);
        var answer = await player.PostAsync(path, EventText.Utf8(body));
        _statuses.AddOrUpdate(answer.Code, 1, static (_, count) => count + 1);
        if (!Documented.Contains(answer.Code))
            _complaints.Add($"a body was answered {answer.Code}", body);
        return (answer.Code, SessionOf(answer));
    }

    /// <summary>The path of the session that was opened. An answer of several events may name a session beside errors; with separators around it, it is one nevertheless.</summary>
    private static string? SessionOf(Answer answer)
    {
        const string Name = "\"sessionId\":\"";
        return answer is { Code: 200 or 207, Text: { } text } && text.IndexOf(Name, StringComparison.Ordinal) is var at and >= 0
            ? "/" + TrackingServer.PathOf(text.Substring(at + Name.Length, 64))
            : null;
    }
}
