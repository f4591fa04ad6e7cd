using System.Text.Json.Nodes;

namespace SessionGrains.Faults.Tests;

/// <summary>Viewers that come until no more are taken, while the first of them go on watching.</summary>
/// <param name="port">Of the server.</param>
/// <param name="startBytes">About the size of a sessionStart.</param>
internal sealed class FillingCrowd(int port, int startBytes) : IDisposable
{
    private const int AtOnce = 12;
    private const int Watching = 20;
    private const int LongestValue = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly TrackingServer _server = new([port], Patience, RunningProcess.OperatorKey);
    private readonly ConcurrentBag<SteppedSession> _others = [];
    private readonly CancellationTokenSource _enough = new();
    private Task[] _watching = [];
    private int _number;

    /// <summary>Those who came first and go on.</summary>
    public List<SteppedSession> Watchers { get; } = [];

    public IEnumerable<SteppedSession> All => Watchers.Concat(_others);

    /// <summary>The answers to starts that were not taken.</summary>
    public ConcurrentBag<(int Code, bool SaysWhenAgain)> Refused { get; } = [];

    public async Task BeginAsync()
    {
        for (var i = 0; i < Watching; i++)
            Watchers.Add((await SteppedSession.OpenAsync(_server, StartBody(i), Now)).Session!);

        _watching = [.. Watchers.Select(WatchAsync)];
    }

    /// <summary>Starts sessions until some starts have been refused.</summary>
    public Task FillAsync(int refusals = 100) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
    {
        for (var began = TimeProvider.System.GetTimestamp(); Refused.Count < refusals;)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"no start was refused; {_others.Count} were taken");
            await TryStartAsync();
        }
    }));

    public async Task<bool> TryStartAsync()
    {
        var (session, answer) = await SteppedSession.OpenAsync(_server, StartBody(Interlocked.Increment(ref _number)), Now);
        if (session is null)
            Refused.Add((answer.Code, answer.SaysWhenAgain));
        else
            _others.Add(session);

        return session is not null;
    }

    /// <summary>A ping with so much of its own that its session takes some kilobytes more. The code of its answer.</summary>
    public static Task<int> GrowAsync(SteppedSession session) => session.SendAsync("ping", new QoeValues
    {
        Others = [.. Enumerable.Range(0, 20).Select(static one => new QoeValue($"more{one}", $"\"{new string((char)('a' + one), 200)}{TimeProvider.System.GetTimestamp()}\""))],
    });

    public async Task EndWatchingAsync()
    {
        await _enough.CancelAsync();
        await Task.WhenAll(_watching);
    }

    public void Dispose()
    {
        _enough.Dispose();
        _server.Dispose();
    }

    /// <summary>Ends every session. An end that is refused is sent again, as players do.</summary>
    public Task EndAllAsync() => Task.WhenAll(All.Chunk(Math.Max(1, All.Count() / AtOnce)).Select(static async some =>
    {
        foreach (var one in some)
        {
            for (var attempt = 0; attempt < 10 && await one.SendAsync("sessionEnd") != 204; attempt++)
                await Task.Delay(500);
        }
    }));

    /// <summary>
    /// Of so many sessions, those that have fewer events than were acknowledged, or that the server does not know. A read that a full server refuses for now is
    /// sent again.
    /// </summary>
    public async Task<List<string>> LostAsync(int most = int.MaxValue)
    {
        var lost = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(All.Take(most), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (one, _) =>
        {
            if (await ReadPatientlyAsync(one) is not { } read || read.Applied < one.Acknowledged)
                lost.Add($"fewer than {one.Acknowledged} events in {one.Path}");
        });
        return [.. lost];
    }

    private static async Task<ReadSession?> ReadPatientlyAsync(SteppedSession session)
    {
        for (var began = TimeProvider.System.GetTimestamp(); ; await Task.Delay(TimeSpan.FromSeconds(1)))
        {
            try
            {
                return await session.ReadAsync();
            }
            catch (UnansweredReadException refused) when (refused.Answer is { Code: 503, SaysWhenAgain: true } && TimeProvider.System.GetElapsedTime(began) < Patience)
            {
            }
        }
    }

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private byte[] StartBody(int number)
    {
        var start = JsonNode.Parse(SteppedSession.StartBody($"film-{number % 20}"))!;
        for (var one = 0; one < startBytes / LongestValue; one++)
            start["customMetadata"]![$"m{one}"] = new string((char)('a' + (one % 26)), LongestValue);

        return Encoding.UTF8.GetBytes(start.ToJsonString());
    }

    private async Task WatchAsync(SteppedSession session)
    {
        await session.SendAsync("play");
        for (var ping = 1; !_enough.IsCancellationRequested; ping++)
        {
            await Task.Delay(200);
            if (ping % 10 == 0)
                await session.SendAsync("error", new QoeValues { ErrorId = $"e{session.Acknowledged}", ErrorSource = "player" });
            else
                await session.SendAsync();
        }
    }
}
