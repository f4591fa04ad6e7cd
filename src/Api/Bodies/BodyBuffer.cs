using System.Buffers;

namespace SessionGrains.Api.Bodies;

/// <summary>
/// Collects a body in a rented array and knows its limit: 64 KiB, or 1 MiB when the first byte that is no white space opens an array
/// (decisions.md section 2). It takes nothing before the first byte is there, whatever a Content-Length promises.
/// </summary>
internal struct BodyBuffer()
{
    /// <summary>Bytes of a body that is one object (or anything but an array).</summary>
    public const int ObjectLimit = 64 * 1024;

    /// <summary>Bytes of a body that is an array.</summary>
    public const int ArrayLimit = 1024 * 1024;

    private const int Least = 1024;

    private byte[] _rented = [];
    private bool? _isArray;

    /// <summary>So many bytes at the beginning are white space or a byte order mark.</summary>
    private int _space;

    public int Length { get; private set; }

    /// <summary>Bytes of memory that it takes.</summary>
    public readonly int Capacity => _rented.Length;

    /// <summary>The bytes so far.</summary>
    public readonly ReadOnlyMemory<byte> Written => _rented.AsMemory(0, Length);

    public readonly bool IsOverLimit => Length > (_isArray is true ? ArrayLimit : ObjectLimit);

    /// <summary>Free space to write into, at least a byte; follow with <see cref="Advance"/>.</summary>
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

    /// <summary>Hands the array over; the buffer must not be used after it.</summary>
    public ReceivedBody Detach(int countedBytes)
    {
        var body = new ReceivedBody(_rented, Length, countedBytes);
        _rented = [];
        return body;
    }

    public void Return() => Exchange([]);

    /// <summary>Whether it is an array, as readers of the wire see it, once that can be told. Looks at no byte twice.</summary>
    private void LookForStart()
    {
        var bytes = _rented.AsSpan(0, Length);
        var mark = "\uFEFF"u8;
        if (_space == 0)
        {
            if (bytes.Length < mark.Length && mark.StartsWith(bytes))
                return;
            if (bytes.StartsWith(mark))
                _space = mark.Length;
        }

        var start = bytes[_space..].IndexOfAnyExcept(" \t\r\n"u8);
        if (start < 0)
            _space = Length;
        else
            _isArray = bytes[_space + start] == '[';
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(needed, Least), Length * 2));
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
