using Microsoft.Extensions.Options;
using SessionGrains.Api.Callers.Shares;
using SessionGrains.Api.Hosting;

namespace SessionGrains.Api.Limits;

/// <summary>
/// Bounds the requests of players that are worked on (decisions.md section 7). A request takes a place once it is received and read, and has it until it
/// is answered. While there are places (<see cref="RequestLimitOptions.MaxConcurrentRequests"/>) everybody gets one. Beyond them there is a reserve of an eighth
/// that pings do not get, they are refused at once. When that is full too, other events are refused at once, while starts wait in a queue, as many as there
/// are places and each for <see cref="QueueTimeout"/>: the next place that gets free is theirs. What an address has at work and waiting together is its share of the
/// places.
/// </summary>
internal sealed class WorkLimiter
{
    /// <summary>How long a start waits for a place; what is left of the 5 s is for the call of its session.</summary>
    public static readonly TimeSpan QueueTimeout = TimeSpan.FromSeconds(4);

    private const int ReserveShare = 8;

    private readonly TimeProvider _time;
    private readonly int _places;
    private readonly int _placesAndReserve;
    private readonly StartQueue _starts;
    private readonly AddressRateLimiter _shares;
    private readonly long[] _refused = new long[Enum.GetValues<WorkPriority>().Length];
    private int _atWork;

    public WorkLimiter(IOptions<RequestLimitOptions> options, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
    {
        _time = time;
        _places = options.Value.MaxConcurrentRequests;
        _starts = new(_places);
        _shares = new(_places);
        _placesAndReserve = (int)Math.Min(int.MaxValue, _places + Math.Max(1L, _places / ReserveShare));
    }

    /// <summary>Requests that are worked on.</summary>
    public int AtWork => Volatile.Read(ref _atWork);

    /// <summary>Starts that wait for a place.</summary>
    public int Waiting => _starts.Count;

    /// <summary>Requests that got no place, since the start.</summary>
    public long Refused(WorkPriority priority) => Volatile.Read(ref _refused[(int)priority]);

    /// <summary>Requests that got no place because their address had its share, since the start.</summary>
    public long RateLimited => _shares.Refused;

    /// <summary>A request wants a place now. <see cref="LimitResult.Allowed"/>: <see cref="Leave"/> follows. <see cref="LimitResult.Full"/>: a start may <see cref="Wait"/>.</summary>
    public LimitResult TryEnter(WorkPriority priority, AddressBuckets caller)
    {
        if (!_shares.TryHold(caller, AtWork + 1))
            return LimitResult.RateLimited;

        // While starts wait, what gets free is theirs.
        if (Waiting == 0 && TryTake(priority == WorkPriority.Ping ? _places : _placesAndReserve))
            return LimitResult.Allowed;

        _shares.Release(caller);
        if (priority != WorkPriority.Start)
            Interlocked.Increment(ref _refused[(int)priority]);
        return LimitResult.Full;
    }

    /// <summary>A start waits for a place. <see cref="LimitResult.Allowed"/>: <see cref="Leave"/> follows.</summary>
    /// <exception cref="OperationCanceledException">The client has <paramref name="gone"/>.</exception>
    public async Task<LimitResult> Wait(AddressBuckets caller, CancellationToken gone)
    {
        if (!_shares.TryHold(caller, _placesAndReserve))
            return LimitResult.RateLimited;
        if (_starts.Enqueue() is not { } start)
            return Refuse(caller);

        // One may have got free since it was refused.
        HandOver();
        try
        {
            await start.Value.Task.WaitAsync(QueueTimeout, _time, gone);
            return LimitResult.Allowed;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            if (!_starts.TryRemove(start))
                return LimitResult.Allowed;
            if (e is TimeoutException)
                return Refuse(caller);

            _shares.Release(caller);
            throw;
        }
    }

    /// <summary>A request is done with.</summary>
    public void Leave(AddressBuckets caller)
    {
        _shares.Release(caller);
        Interlocked.Decrement(ref _atWork);
        if (Waiting > 0)
            HandOver();
    }

    private LimitResult Refuse(AddressBuckets caller)
    {
        _shares.Release(caller);
        Interlocked.Increment(ref _refused[(int)WorkPriority.Start]);
        return LimitResult.Full;
    }

    private bool TryTake(int most)
    {
        var taken = AtWork;
        while (taken < most)
        {
            var before = Interlocked.CompareExchange(ref _atWork, taken + 1, taken);
            if (before == taken)
                return true;
            taken = before;
        }

        return false;
    }

    /// <summary>Gives what places there are to those who wait, first come first served.</summary>
    private void HandOver()
    {
        while (Waiting > 0 && TryTake(_placesAndReserve))
        {
            if (_starts.Dequeue() is { } start)
                start.SetResult();
            else
                Interlocked.Decrement(ref _atWork);
        }
    }
}
