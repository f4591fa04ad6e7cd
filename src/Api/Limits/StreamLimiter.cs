using SessionGrains.Api.Callers.Shares;

namespace SessionGrains.Api.Limits;

/// <summary>Limits open streams, because each holds a connection for as long as a page is open.</summary>
/// <param name="most">Returns how many may be open. Called late, so that a wrong setting is reported at the start together with the others.</param>
internal sealed class StreamLimiter(Func<int> most)
{
    private readonly Lazy<CapacityLimiter> _streams = new(() => new(most()));

    /// <summary>Streams that may be open at a time.</summary>
    public int Most => most();

    /// <summary>Streams that are open now.</summary>
    public int Open => (int)_streams.Value.Taken;

    /// <summary>Streams refused because their address had its share, since the start.</summary>
    public long RateLimited => _streams.Value.RateLimited;

    /// <summary>Begins a stream. After <see cref="LimitResult.Allowed"/> call <see cref="Leave"/>.</summary>
    public LimitResult TryEnter(AddressBuckets caller) => _streams.Value.TryTake(caller);

    public void Leave(AddressBuckets caller) => _streams.Value.Return(caller);
}
