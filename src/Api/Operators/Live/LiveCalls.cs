using System.Collections.Concurrent;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.Sessions;
using SessionGrains.Live;
using SessionGrains.Silo.Clustering;

namespace SessionGrains.Api.Operators.Live;

/// <summary>
/// Queries the partitions of the live counts. Equal queries within half a second share one answer, however many pages are open. If a partition does not
/// answer in time, its previous answer is used and the result is marked as incomplete.
/// </summary>
internal sealed class LiveCalls(IGrainFactory grains, ClusterReach reach, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
{
    /// <summary>How long an answer is reused. Silos report every half second, so a number is at most a second old, plus network delays.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>How often partitions with an older answer than others are queried again, because a half second ended between the queries.</summary>
    private const int MaxRetries = 5;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(20);

    /// <summary>Most queries in the cache; beyond that it is cleared.</summary>
    private const int MaxCached = 256;

    private readonly ConcurrentDictionary<LiveQuery, CachedAnswer> _cache = new();

    /// <exception cref="ClusterUnavailableException">The partition of totals did not answer, and there is no previous answer.</exception>
    public Task<LiveAnswer> Now(LiveQuery query)
    {
        if (_cache.Count > MaxCached)
            _cache.Clear();

        return _cache.GetOrAdd(query, static _ => new()).Get(time, () => Query(query));
    }

    /// <inheritdoc cref="Now"/>
    public async Task<LiveHistory> History(HistoryQuery query)
    {
        var key = query.MediaId is { } title ? new LiveKey(LiveKind.Title, title) : LiveKey.Everything;
        var partition = Partition(LivePartitions.Of(key));
        try
        {
            return await (query.BySecond ? partition.Seconds(key) : partition.Minutes(key)).WaitAsync(Timeout, time);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException or OperationCanceledException)
        {
            throw new ClusterUnavailableException(e);
        }
    }

    private async Task<LiveAnswer> Query(LiveQuery query)
    {
        var parts = await Task.WhenAll(LivePartitions.All.Select(name => Query(name, query)));
        for (var retry = 0; retry < MaxRetries && parts.Max(static part => part?.AsOfMs) is { } newest && parts.Any(part => part?.AsOfMs < newest); retry++)
        {
            await Task.Delay(RetryDelay, time);
            parts = await Task.WhenAll(parts.Select((part, at) => part?.AsOfMs < newest ? Query(LivePartitions.All[at], query) : Task.FromResult(part)));
        }

        var before = _cache.TryGetValue(query, out var cached) ? cached.Parts : null;
        var known = parts.Select((part, at) => part ?? before?[at]).ToArray();
        if (known[0] is not { } totals)
            throw new ClusterUnavailableException(new TimeoutException("The live counts did not answer."));

        if (cached is not null)
            cached.Parts = known;

        return LiveAnswer.Of(query, totals, [.. known.Skip(1).OfType<LivePart>()], isAnyMissing: parts.Contains(null));
    }

    private async Task<LivePart?> Query(string name, LiveQuery query)
    {
        try
        {
            return await Partition(name).Now(query).WaitAsync(Timeout, time);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException or OperationCanceledException or ClusterUnavailableException)
        {
            return null;
        }
    }

    private ILiveReader Partition(string name) =>
        reach.IsReached ? grains.GetGrain<ILiveReader>(name) : throw new ClusterUnavailableException(new TimeoutException("The cluster is not reached."));

    /// <summary>The last answer to one query, and when it was requested.</summary>
    private sealed class CachedAnswer
    {
        private readonly Lock _lock = new();
        private Task<LiveAnswer>? _answer;
        private long _queriedAt;

        public LivePart?[]? Parts { get; set; }

        public Task<LiveAnswer> Get(TimeProvider time, Func<Task<LiveAnswer>> query)
        {
            lock (_lock)
            {
                if (_answer is null || (_answer.IsCompleted && (_answer.IsFaulted || time.GetElapsedTime(_queriedAt) > MaxAge)))
                    (_queriedAt, _answer) = (time.GetTimestamp(), query());

                return _answer;
            }
        }
    }
}
