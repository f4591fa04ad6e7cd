namespace SessionGrains.Faults.Tests;

/// <summary>Sessions that close, each with an ad and of its own length: most come as downloaded ones at once, some event by event. What is not answered is sent again, until it is.</summary>
/// <param name="nodes">Take them.</param>
internal sealed class ClosingSessions(IReadOnlyList<Uri> nodes) : IDisposable
{
    private const string Start = "/api/v1/sessions";
    private const int AtOnce = 16;

    /// <summary>One of so many comes event by event.</summary>
    private const int Live = 5;

    /// <summary>Of an event: stored, or its session is closed.</summary>
    private static readonly int[] Taken = [204, 404, 410];

    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly HttpClient[] _nodes = [.. nodes.Select(static node => new HttpClient { BaseAddress = node, Timeout = TimeSpan.FromSeconds(6) })];
    private readonly bool[] _isAway = new bool[nodes.Count];
    private long _lastDoubt = long.MinValue;

    /// <summary>Until no session is open of which nobody knows, because its start had no answer: it times out, and the sweep may be late.</summary>
    public async Task UntilClosedAsync(TimeSpan idleTimeout)
    {
        var last = Interlocked.Read(ref _lastDoubt);
        if (last != long.MinValue && idleTimeout + Sweep - TimeProvider.System.GetElapsedTime(last) is var wait && wait > TimeSpan.Zero)
            await Task.Delay(wait);
    }

    /// <summary>Fails unless all that were sent are in the log: downloaded ones once and as they were sent, others once or, where a start had no answer, more often.</summary>
    public static void AssertAllIn(ExportedContent log, int sent)
    {
        Assert.Equal(log.Sessions.Count, log.Sessions.Select(static session => session.SessionId).Distinct().Count());
        var byMedia = log.Sessions.ToLookup(static session => session.MediaId);
        var (live, downloaded) = (Enumerable.Range(0, sent).Where(IsLive).Select(MediaId), Enumerable.Range(0, sent).Where(static number => !IsLive(number)).Select(MediaId).ToList());
        Assert.DoesNotContain(live, media => !byMedia.Contains(media));
        Assert.Equal(downloaded.Select(static media => (media, 1)), downloaded.Select(media => (media, byMedia[media].Count())));
        Assert.DoesNotContain(downloaded.SelectMany(media => byMedia[media]), static session => session is not { ContentTimeSpent: > 0, AdTimeSpent: > 0, AdCount: 1 });
    }

    /// <summary>What a load balancer does with a node that does not answer.</summary>
    public void Avoid(int node, bool isAway) => Volatile.Write(ref _isAway[node], isAway);

    public async Task SendAsync(int from, int to) => await Parallel.ForEachAsync(
        Enumerable.Range(from, to - from), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) => await (IsLive(number) ? SendEventsAsync(number) : SendDownloadedAsync(number)));

    public void Dispose() => Array.ForEach(_nodes, static node => node.Dispose());

    private static bool IsLive(int number) => number % Live == 0;

    private static string MediaId(int number) => $"film-{number}";

    private async Task SendDownloadedAsync(int number)
    {
        using var answer = await PostAsync("/api/v1/downloaded", $"[{string.Join(',', Events(number))}]");
        Assert.Equal(201, (int)answer.StatusCode);
    }

    /// <summary>A session may have timed out before its events arrive: then it is closed too.</summary>
    private async Task SendEventsAsync(int number)
    {
        string[] events = [.. Events(number)];
        using var start = await PostAsync(Start, events[0]);
        Assert.Equal(201, (int)start.StatusCode);
        foreach (var one in events[1..])
        {
            using var answer = await PostAsync($"{start.Headers.Location!.OriginalString}/events", one);
            Assert.Contains((int)answer.StatusCode, Taken);
        }
    }

    /// <summary>The first answer that is no failure of the service.</summary>
    private async Task<HttpResponseMessage> PostAsync(string path, string body)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                var answer = await Node().PostAsync(new Uri(path, UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));
                if (answer.StatusCode is < HttpStatusCode.InternalServerError and not HttpStatusCode.TooManyRequests)
                    return answer;

                answer.Dispose();
            }
            catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
            {
                // Sent again.
            }

            if (path == Start)
                Interlocked.Exchange(ref _lastDoubt, TimeProvider.System.GetTimestamp());
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"no answer to {path}");
            await Task.Delay(100);
        }
    }

    private HttpClient Node()
    {
        var first = Random.Shared.Next(_nodes.Length);
        for (var i = 0; i < _nodes.Length; i++)
        {
            if (!Volatile.Read(ref _isAway[(first + i) % _nodes.Length]))
                return _nodes[(first + i) % _nodes.Length];
        }

        return _nodes[first];
    }

    private static IEnumerable<string> Events(int number)
    {
        var ts = 1_764_000_000_000 + (number * 60_000L);
        string Event(string type, double second, string more = "") => FormattableString.Invariant($$"""{"eventType":"{{type}}","playerTime":{"playhead":{{second}},"ts":{{ts + (long)(second * 1000)}}}{{more}}}""");
        return
        [
            Event("sessionStart", 0, $$""","params":{"analytics.trackingServer":"t","analytics.reportSuite":"r","visitor.marketingCloudOrgId":"o","media.id":"{{MediaId(number)}}","media.length":600,"media.contentType":"vod","media.playerName":"p","media.channel":"c"}"""),
            Event("adBreakStart", 1, ""","params":{"media.ad.podIndex":1,"media.ad.podSecond":0}"""),
            Event("adStart", 2, ""","params":{"media.ad.id":"ad","media.ad.length":5,"media.ad.podPosition":1,"media.ad.playerName":"p"}"""),
            Event("adComplete", 7), Event("adBreakComplete", 8), Event("play", 9), Event("sessionEnd", 10 + (number % 1000 / 250.0)),
        ];
    }
}
