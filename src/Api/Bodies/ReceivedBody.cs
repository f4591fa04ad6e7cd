using System.Buffers;
using SessionGrains.Api.Limits;

namespace SessionGrains.Api.Bodies;

/// <summary>A body in a rented buffer, which goes back with <see cref="Dispose"/>: nothing may keep the <see cref="Span"/> beyond that.</summary>
internal readonly struct ReceivedBody : IDisposable
{
    private readonly byte[]? _rented;
    private readonly int _length;

    /// <summary>A complete body; takes over the buffer.</summary>
    public ReceivedBody(byte[] rented, int length, int counted)
    {
        _rented = rented;
        _length = length;
        BodyAllowance = counted;
    }

    /// <summary>A body that could not be had.</summary>
    public ReceivedBody(ReceiveResult reception) => ReceiveResult = reception;

    /// <summary>A body for which there is no place.</summary>
    public ReceivedBody(LimitResult refusal) => ReceiveResult = refusal == LimitResult.RateLimited ? ReceiveResult.RateLimited : ReceiveResult.Overloaded;

    public ReceiveResult ReceiveResult { get; }

    /// <summary>The decompressed bytes; empty unless complete.</summary>
    public ReadOnlySpan<byte> Span => _rented.AsSpan(0, _length);

    /// <summary>What it takes of the bytes of the <see cref="ReceivingLimiter"/>. Whoever answers the request returns them: what is made of a body takes as much as the body did.</summary>
    public int BodyAllowance { get; }

    public void Dispose()
    {
        if (_rented is { Length: > 0 })
            ArrayPool<byte>.Shared.Return(_rented);
    }
}
