using System.Buffers;
using SessionGrains.Api.Limits;

namespace SessionGrains.Api.Bodies;

/// <summary>A body in a rented buffer, returned by <see cref="Dispose"/>: nothing may use <see cref="Span"/> afterwards.</summary>
internal readonly struct ReceivedBody : IDisposable
{
    private readonly byte[]? _rented;
    private readonly int _length;

    /// <summary>A complete body; takes over the buffer.</summary>
    public ReceivedBody(byte[] rented, int length, int countedBytes)
    {
        _rented = rented;
        _length = length;
        CountedBytes = countedBytes;
    }

    /// <summary>A body that was not received.</summary>
    public ReceivedBody(ReceiveResult result) => Result = result;

    /// <summary>A body that a limiter refused.</summary>
    public ReceivedBody(LimitResult refusal) => Result = refusal == LimitResult.RateLimited ? ReceiveResult.RateLimited : ReceiveResult.Overloaded;

    public ReceiveResult Result { get; }

    /// <summary>The decompressed bytes; empty unless complete.</summary>
    public ReadOnlySpan<byte> Span => _rented.AsSpan(0, _length);

    /// <summary>
    /// Bytes counted by the <see cref="ReceivingLimiter"/>. Returned after the response, not with the buffer: what is parsed from a body takes about as much memory.
    /// </summary>
    public int CountedBytes { get; }

    public void Dispose()
    {
        if (_rented is { Length: > 0 })
            ArrayPool<byte>.Shared.Return(_rented);
    }
}
