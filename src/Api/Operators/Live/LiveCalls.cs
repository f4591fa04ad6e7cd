using System.Collections.Concurrent;
using SessionGrains.Api.Hosting;
using SessionGrains.Api.Sessions;
using SessionGrains.Live;
using SessionGrains.Silo.Clustering;

namespace SessionGrains.Api.Operators.Live;

/// <summary>
/// Asks the partitions of the live counts. Equal questions of the same half second share one answer, however many pages are open; a partition that
/// does not answer in time is shown as it was before, and the answer says that it is incomplete.
/// </summary>
internal sealed class LiveCalls(IGrainFactory grains, ClusterReach reach, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
{
    /// <summary>With the half second between reports of a silo a number is a second old at most, and what a network adds.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>So often, and so long before each time, those partitions are asked again that were asked just before a half second ended, and others after.</summary>
    private const int MostAgain = 5;

    private static readonly TimeSpan BeforeAgain = TimeSpan.FromMilliseconds(20);

    /// <summary>Questions remembered; more different ones than that begin anew.</summary>
    private const int MostRemembered = 256;

    private readonly ConcurrentDictionary<LiveQuery, CachedAnswer> _remembered = new();

    /// <exception cref="ClusterUnavailableException">No partition of totals has answered yet.</exception>
    public Task<LiveAnswer> Now(LiveQuery query)
    {
        if (_remembered.Count > MostRemembered)
            _remembered.Clear();

        return _remembered.GetOrAdd(query, static _ => new()).Get(time, () => Ask(query));
    }

    /// <inheritdoc cref="Now"/>
    public async Task<LiveHistory> History(HistoryQuery query)
    {
        var key = query.MediaId is { } title ? new LiveKey(LiveKind.Title, title) : LiveKey.Everything;
        var partition = Partition(LivePartitions.Of(key));
        try
        {
            return await (query.BySecond ? partition.Seconds(key) : partition.Minutes(key)).WaitAsync(Patience, time);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException or OperationCanceledException)
        {
            throw new ClusterUnavailableException(e);
        }
    }

    private async Task<LiveAnswer> Ask(LiveQuery query)
    {
        var parts = await Task.WhenAll(LivePartitions.All.Select(name => Ask(name, query)));
        for (var again = 0; again < MostAgain && parts.Max(static part => part?.AsOfMs) is { } newest && parts.Any(part => part?.AsOfMs < newest); again++)
        {
            await Task.Delay(BeforeAgain, time);
            parts = await Task.WhenAll(parts.Select((part, at) => part?.AsOfMs < newest ? Ask(LivePartitions.All[at], query) : Task.FromResult(part)));
        }

        var before = _remembered.TryGetValue(query, out var remembered) ? remembered.Parts : null;
        var known = parts.Select((part, at) => part ?? before?[at]).ToArray();
        if (known[0] is not { } totals)
            throw new ClusterUnavailableException(new TimeoutException("The live counts did not answer."));

        if (remembered is not null)
            remembered.Parts = known;

        return LiveAnswer.Of(query, totals, [.. known.Skip(1).OfType<LivePart>()], isAnyMissing: parts.Contains(null));
    }

    private async Task<LivePart?> Ask(string name, LiveQuery query)
    {
        try
        {
            return await Partition(name).Now(query).WaitAsync(Patience, time);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException or OperationCanceledException or ClusterUnavailableException)
        {
            return null;
        }
    }

    private ILiveReader Partition(string name) =>
        reach.IsReached ? grains.GetGrain<ILiveReader>(name) : throw new ClusterUnavailableException(new TimeoutException("The cluster is not reached."));

    /// <summary>One question, its last answer and when that was asked for.</summary>
    private sealed class CachedAnswer
    {
        private readonly Lock _lock = new();
        private Task<LiveAnswer>? _answer;
        private long _askedAt;

        public LivePart?[]? Parts { get; set; }

        public Task<LiveAnswer> Get(TimeProvider time, Func<Task<LiveAnswer>> ask)
        {
            lock (_lock)
            {
                if (_answer is null || (_answer.IsCompleted && (_answer.IsFaulted || time.GetElapsedTime(_askedAt) > Fresh)))
                    (_askedAt, _answer) = (time.GetTimestamp(), ask());

                return _answer;
            }
        }
    }
}
