using System.Collections.Concurrent;
using System.Net;

namespace SessionGrains.Faults.Tests.Filling;

/// <summary>Viewers that come until no more are taken, while some who came first go on watching.</summary>
internal sealed class FillingCrowd(HttpClient http, int startBytes) : IDisposable
{
    private const int AtOnce = 12;
    private const int Watching = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly ConcurrentBag<Viewer> _others = [];
    private readonly CancellationTokenSource _enough = new();
    private Task[] _watching = [];
    private int _number;

    /// <summary>Those who came first and go on.</summary>
    public List<Viewer> Watchers { get; } = [];

    public IEnumerable<Viewer> All => Watchers.Concat(_others);

    /// <summary>How starts were answered that were not taken.</summary>
    public ConcurrentBag<(HttpStatusCode Status, bool SaysWhenAgain)> Refused { get; } = [];

    public async Task BeginAsync()
    {
        for (var i = 0; i < Watching; i++)
            Watchers.Add((await Viewer.StartAsync(http, LargeStart.Of(startBytes, i))).Viewer!);

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
        var (viewer, status, saysWhenAgain) = await Viewer.StartAsync(http, LargeStart.Of(startBytes, Interlocked.Increment(ref _number)));
        if (viewer is null)
            Refused.Add((status, saysWhenAgain));
        else
            _others.Add(viewer);

        return viewer is not null;
    }

    public async Task EndWatchingAsync()
    {
        await _enough.CancelAsync();
        await Task.WhenAll(_watching);
    }

    public void Dispose() => _enough.Dispose();

    /// <summary>Ends every session; whoever is refused tries again, as players do.</summary>
    public Task EndAllAsync() => Task.WhenAll(All.Chunk(Math.Max(1, All.Count() / AtOnce)).Select(async some =>
    {
        foreach (var one in some)
        {
            for (var attempt = 0; attempt < 10 && await one.EndAsync() != HttpStatusCode.NoContent; attempt++)
                await Task.Delay(500);
        }
    }));

    /// <summary>Of so many sessions, those that have fewer events than were acknowledged, or are not there.</summary>
    public async Task<List<string>> LostAsync(int most = int.MaxValue)
    {
        var lost = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(All.Take(most), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (one, _) =>
        {
            if (await one.ReadAsync() is var found && (found ?? 0) < one.Acknowledged)
                lost.Add($"{found} of {one.Acknowledged}");
        });
        return [.. lost];
    }

    private async Task WatchAsync(Viewer viewer)
    {
        await viewer.PlayAsync();
        for (var ping = 1; !_enough.IsCancellationRequested; ping++)
        {
            await Task.Delay(200);
            await (ping % 10 == 0 ? viewer.FailAsync() : viewer.PingAsync());
        }
    }
}
