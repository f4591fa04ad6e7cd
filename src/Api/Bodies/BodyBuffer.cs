using System.Buffers;

namespace SessionGrains.Api.Bodies;

/// <summary>
/// Collects a body in a rented array and checks its size: <see cref="BodyLimits.ArrayBytes"/> when the first byte after white space opens an array, else
/// <see cref="BodyLimits.ObjectBytes"/>. Rents nothing before the first byte arrives, whatever Content-Length says.
/// </summary>
internal struct BodyBuffer()
{
    private const int MinCapacity = 1024;

    private byte[] _rented = [];
    private bool? _isArray;

    /// <summary>Number of leading bytes known to be white space or a byte order mark.</summary>
    private int _start;

    public int Length { get; private set; }

    /// <summary>Bytes of memory rented.</summary>
    public readonly int Capacity => _rented.Length;

    public readonly ReadOnlyMemory<byte> Written => _rented.AsMemory(0, Length);

    public readonly bool IsOverLimit => Length > (_isArray is true ? BodyLimits.ArrayBytes : BodyLimits.ObjectBytes);

    /// <summary>Free space to write into, at least one byte; follow with <see cref="Advance"/>.</summary>
    public Span<byte> Free()
    {
        if (Length == _rented.Length)
            Grow(Length + 1);
        return _rented.AsSpan(Length);
    }

    public void Advance(int count)
    {
        Length += count;
        if (_isArray is null)
            LookForStart();
    }

    public void Append(in ReadOnlySequence<byte> bytes)
    {
        var count = checked((int)bytes.Length);
        if (Length + count > _rented.Length)
            Grow(Length + count);
        bytes.CopyTo(_rented.AsSpan(Length));
        Advance(count);
    }

    /// <summary>Hands over the array; the buffer must not be used afterwards.</summary>
    public ReceivedBody Detach(int countedBytes)
    {
        var body = new ReceivedBody(_rented, Length, countedBytes);
        _rented = [];
        return body;
    }

    public void Return() => Exchange([]);

    /// <summary>Finds out whether the body is an array once enough bytes are there. Looks at no byte twice.</summary>
    private void LookForStart()
    {
        var bytes = _rented.AsSpan(0, Length);
        var mark = "\uFEFF"u8;
        if (_start == 0)
        {
            if (bytes.Length < mark.Length && mark.StartsWith(bytes))
                return;
            if (bytes.StartsWith(mark))
                _start = mark.Length;
        }

        var start = bytes[_start..].IndexOfAnyExcept(" \t\r\n"u8);
        if (start < 0)
            _start = Length;
        else
            _isArray = bytes[_start + start] == '[';
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(needed, MinCapacity), Length * 2));
        _rented.AsSpan(0, Length).CopyTo(larger);
        Exchange(larger);
    }

    private void Exchange(byte[] rented)
    {
        if (_rented.Length > 0)
            ArrayPool<byte>.Shared.Return(_rented);
        _rented = rented;
    }
}
