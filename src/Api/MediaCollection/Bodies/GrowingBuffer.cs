using System.Buffers;
using SessionGrains.Api.MediaCollection.Reading;

namespace SessionGrains.Api.MediaCollection.Bodies;

/// <summary>
/// Collects a body in a rented array and knows its limit: 64 KiB, or 1 MiB when the first byte that is no white space opens an array
/// (decisions.md section 2).
/// </summary>
internal struct GrowingBuffer(int sizeHint)
{
    /// <summary>Bytes of a body that is one object (or anything but an array).</summary>
    public const int ObjectLimit = 64 * 1024;

    /// <summary>Bytes of a body that is an array.</summary>
    public const int ArrayLimit = 1024 * 1024;

    private byte[] _rented = ArrayPool<byte>.Shared.Rent(Math.Clamp(sizeHint, 1024, ObjectLimit));
    private bool? _isArray;

    public int Length { get; private set; }

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
        _isArray ??= OpensArray(_rented.AsSpan(0, Length));
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
    public ReceivedBody Detach()
    {
        var body = new ReceivedBody(_rented, Length);
        _rented = [];
        return body;
    }

    public void Return()
    {
        if (_rented.Length > 0)
            ArrayPool<byte>.Shared.Return(_rented);
        _rented = [];
    }

    /// <summary>As <see cref="WireReader.IsArray"/> sees it; null while that is not to be told.</summary>
    private static bool? OpensArray(ReadOnlySpan<byte> bytes)
    {
        var mark = "\uFEFF"u8;
        if (bytes.Length < mark.Length && mark.StartsWith(bytes))
            return null;

        var onlySpace = (bytes.StartsWith(mark) ? bytes[mark.Length..] : bytes).IndexOfAnyExcept(" \t\r\n"u8) < 0;
        return onlySpace ? null : WireReader.IsArray(bytes);
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _rented.Length * 2));
        _rented.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_rented);
        _rented = larger;
    }
}
