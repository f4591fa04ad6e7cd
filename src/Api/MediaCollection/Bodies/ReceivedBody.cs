using System.Buffers;

namespace SessionGrains.Api.MediaCollection.Bodies;

/// <summary>What became of reading a request's body.</summary>
internal enum Reception : byte
{
    /// <summary>All of it is here, decompressed.</summary>
    Complete = 0,

    /// <summary>More bytes than the limit once decompressed: 413.</summary>
    TooLarge = 1,

    /// <summary>A Content-Encoding that is neither gzip nor br: 415.</summary>
    UnknownEncoding = 2,

    /// <summary>Not there after <see cref="BodyReceiver.Patience"/>: 408.</summary>
    TooSlow = 3,

    /// <summary>Not what its Content-Encoding or its chunks promise: 400.</summary>
    Broken = 4,
}

/// <summary>A body in a rented buffer, which goes back with <see cref="Dispose"/>: nothing may keep the <see cref="Span"/> beyond that.</summary>
internal readonly struct ReceivedBody : IDisposable
{
    private readonly byte[]? _rented;
    private readonly int _length;

    /// <summary>A complete body; takes over the buffer.</summary>
    public ReceivedBody(byte[] rented, int length)
    {
        _rented = rented;
        _length = length;
    }

    /// <summary>A body that could not be had.</summary>
    public ReceivedBody(Reception reception) => Reception = reception;

    public Reception Reception { get; }

    /// <summary>The decompressed bytes; empty unless complete.</summary>
    public ReadOnlySpan<byte> Span => _rented.AsSpan(0, _length);

    public void Dispose()
    {
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
    }
}
