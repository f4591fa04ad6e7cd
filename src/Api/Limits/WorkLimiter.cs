using SessionGrains.Api.Callers.Shares;
using SessionGrains.Api.Hosting;

namespace SessionGrains.Api.Limits;

/// <summary>
/// Limits the requests of players that are processed at a time (docs/protocol.md#when-there-is-too-much-to-do). A request counts from when its body is read until it is
/// answered. Up to <see cref="RequestLimitOptions.MaxConcurrentRequests"/>, and on a busy server up to what ends within <see cref="InTime"/> (at least half of them), all are admitted; beyond that an
/// eighth more is reserved for requests other than pings, which are refused at once. When the reserve is full too, other events are refused at once, while starts wait in a
/// queue, as many as the limit and as will be answered in time, and each for <see cref="QueueTimeout"/>; they are admitted next. Requests in process and waiting both count
/// towards an address' share.
/// </summary>
internal sealed class WorkLimiter
{
    /// <summary>How long a start waits; the rest of the 5 s is for the call of its session.</summary>
    public static readonly TimeSpan QueueTimeout = TimeSpan.FromSeconds(4);

    /// <summary>A busy server admits what it answers in this time.</summary>
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(1);

    /// <summary>A start waits if it will be answered in this time, all that is before it included; otherwise it is refused at once.</summary>
    private static readonly TimeSpan InTimeForStarts = TimeSpan.FromSeconds(3);

    private const int ReserveShare = 8;

    private readonly TimeProvider _time;
    private readonly int _limit;
    private readonly WorkPace _pace;
    private readonly StartQueue _starts = new();
    private readonly AddressRateLimiter _shares;
    private readonly long[] _refused = new long[Enum.GetValues<WorkPriority>().Length];
    private int _atWork;

    public WorkLimiter(IOptions<RequestLimitOptions> options, [FromKeyedServices(FrontDoorClock.Key)] TimeProvider time)
    {
        _time = time;
        _limit = options.Value.MaxConcurrentRequests;
        _pace = new(time);
        _shares = new(_limit);
    }

    /// <summary>Requests being processed.</summary>
    public int AtWork => Volatile.Read(ref _atWork);

    /// <summary>Never less than half, because a pace is measured in half a second, in which a process that just started does little, and a burst is soon done.</summary>
    private int LimitNow => Math.Clamp(_pace.EndingWithin(InTime), _limit / 2, _limit);

    private int LimitWithReserve => WithReserve(LimitNow);

    /// <summary>Starts in the queue.</summary>
    public int Waiting => _starts.Count;

    /// <summary>Requests refused because the limit was reached, since the start.</summary>
    public long Refused(WorkPriority priority) => Volatile.Read(ref _refused[(int)priority]);

    /// <summary>Requests refused because their address had its share, since the start.</summary>
    public long RateLimited => _shares.Refused;

    /// <summary>Admits a request, or not; a start waits for its turn if it may. After <see cref="LimitResult.Allowed"/> call <see cref="Leave"/>.</summary>
    /// <exception cref="OperationCanceledException">The client disconnected (<paramref name="gone"/>).</exception>
    public ValueTask<LimitResult> Enter(WorkPriority priority, AddressBuckets caller, CancellationToken gone) =>
        TryEnter(priority, caller) is var entry && entry == LimitResult.Full && priority == WorkPriority.Start ? new(Wait(caller, gone)) : new(entry);

    /// <summary>Admits a request, or not. After <see cref="LimitResult.Allowed"/> call <see cref="Leave"/>; after <see cref="LimitResult.Full"/> a start may <see cref="Wait"/>.</summary>
    public LimitResult TryEnter(WorkPriority priority, AddressBuckets caller)
    {
        if (!_shares.TryHold(caller, AtWork + 1))
            return LimitResult.RateLimited;

        // While starts wait, free capacity is theirs.
        if (Waiting == 0 && TryTake(priority == WorkPriority.Ping ? LimitNow : LimitWithReserve))
            return LimitResult.Allowed;

        _shares.Release(caller);
        if (priority != WorkPriority.Start)
            Interlocked.Increment(ref _refused[(int)priority]);
        return LimitResult.Full;
    }

    /// <summary>Waits until a start is admitted. After <see cref="LimitResult.Allowed"/> call <see cref="Leave"/>.</summary>
    /// <exception cref="OperationCanceledException">The client disconnected (<paramref name="gone"/>).</exception>
    public async Task<LimitResult> Wait(AddressBuckets caller, CancellationToken gone)
    {
        if (!_shares.TryHold(caller, WithReserve(_limit)))
            return LimitResult.RateLimited;
        if (_starts.Enqueue(Math.Clamp(_pace.EndingWithin(InTimeForStarts) - AtWork, _limit / ReserveShare, _limit)) is not { } start)
            return Refuse(caller);

        // Capacity may have been released since the refusal.
        AdmitWaiting();
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

    /// <summary>Ends an admitted request.</summary>
    public void Leave(AddressBuckets caller)
    {
        _shares.Release(caller);
        _pace.RecordEnd(Interlocked.Decrement(ref _atWork));
        if (Waiting > 0)
            AdmitWaiting();
    }

    private static int WithReserve(int limit) => (int)Math.Min(int.MaxValue, limit + Math.Max(1L, limit / ReserveShare));

    private LimitResult Refuse(AddressBuckets caller)
    {
        _shares.Release(caller);
        Interlocked.Increment(ref _refused[(int)WorkPriority.Start]);
        return LimitResult.Full;
    }

    private bool TryTake(int limit)
    {
        var taken = AtWork;
        while (taken < limit)
        {
            var before = Interlocked.CompareExchange(ref _atWork, taken + 1, taken);
            if (before == taken)
                return true;
            taken = before;
        }

        return false;
    }

    /// <summary>Admits waiting starts while there is capacity.</summary>
    private void AdmitWaiting()
    {
        while (Waiting > 0 && TryTake(LimitWithReserve))
        {
            if (_starts.Dequeue() is { } start)
                start.SetResult();
            else
                Interlocked.Decrement(ref _atWork);
        }
    }
}
