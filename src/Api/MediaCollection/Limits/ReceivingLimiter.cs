using Microsoft.Extensions.Options;

namespace SessionGrains.Api.MediaCollection.Limits;

/// <summary>
/// Bounds the bodies of requests: how many are on their way, and how many bytes all of them take (decisions.md section 7). Waiting for a body costs no
/// place of <see cref="WorkLimiter"/>, so clients that send headers and nothing else keep nobody from work. A body that is small and comes together
/// with its headers, as a ping does, is not counted.
/// </summary>
internal sealed class ReceivingLimiter(IOptions<DoorOptions> options)
{
    private readonly int _mostBodies = options.Value.MaxReceivingBodies;
    private readonly long _mostBytes = options.Value.ReceivingBytes;
    private int _bodies;
    private long _bytes;
    private long _refusedBodies;
    private long _refusedBytes;

    /// <summary>Bodies that are on their way.</summary>
    public int Bodies => Volatile.Read(ref _bodies);

    /// <summary>Bytes that are counted.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Bodies that were not waited for, since the start.</summary>
    public long RefusedBodies => Volatile.Read(ref _refusedBodies);

    /// <summary>Bodies that there was no room for, since the start.</summary>
    public long RefusedBytes => Volatile.Read(ref _refusedBytes);

    /// <summary>A body is to be waited for. True: <see cref="Leave"/> follows.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _bodies) <= _mostBodies)
            return true;

        Leave();
        Interlocked.Increment(ref _refusedBodies);
        return false;
    }

    /// <summary>A body is there, or is not waited for any more.</summary>
    public void Leave() => Interlocked.Decrement(ref _bodies);

    /// <summary>A body takes so many bytes more. True: <see cref="Return"/> follows.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) <= _mostBytes)
            return true;

        Return(bytes);
        Interlocked.Increment(ref _refusedBytes);
        return false;
    }

    /// <summary>Bytes are not held any more.</summary>
    public void Return(long bytes) => Interlocked.Add(ref _bytes, -bytes);
}
