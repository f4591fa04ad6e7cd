using System.Buffers.Text;

namespace SessionGrains.Bench.Cost;

/// <summary>One request of HTTP/1.1, written in place: the body first, then the head with its length before it.</summary>
internal sealed class RequestBuffer(string host)
{
    private const int HeadRoom = 512;
    private const int BodyRoom = 4096;

    private readonly byte[] _bytes = new byte[HeadRoom + BodyRoom];
    private readonly byte[] _createHead = Encoding.ASCII.GetBytes($"POST /api/v1/sessions HTTP/1.1\r\n{Headers(host)}");
    private readonly byte[] _eventHead = Encoding.ASCII.GetBytes($"/events HTTP/1.1\r\n{Headers(host)}");
    private readonly byte[] _edgeHead = Encoding.ASCII.GetBytes($" HTTP/1.1\r\n{Headers(host)}");
    private long _requestId = Random.Shared.NextInt64(1L << 47);
    private int _start;
    private int _end;

    /// <summary>The request opens a session, so 201 is the answer expected, and else 204.</summary>
    public bool IsCreate { get; private set; }

    /// <summary>Where the body goes, between <see cref="Begin"/> and <see cref="End"/>.</summary>
    public Span<byte> Body => _bytes.AsSpan(HeadRoom);

    public ReadOnlySpan<byte> Request => _bytes.AsSpan(_start, _end - _start);

    public void Begin() => (_start, _end) = (HeadRoom, HeadRoom);

    /// <summary>Completes the request with what precedes its body. Without an id it opens a session.</summary>
    public void End(int bodyLength, ReadOnlySpan<byte> sid)
    {
        IsCreate = sid.IsEmpty;
        EndHead(bodyLength);
        if (IsCreate)
        {
            Prepend(_createHead);
            return;
        }

        Prepend(_eventHead);
        Prepend(sid);
        Prepend("POST /api/v1/sessions/"u8);
    }

    /// <summary>Completes the request with what precedes the body of an event in XDM, of this type. Each has another id, as those of the SDKs do.</summary>
    public void EndEdge(int bodyLength, ReadOnlySpan<byte> type)
    {
        IsCreate = false;
        EndHead(bodyLength);
        Prepend(_edgeHead);
        Span<byte> digits = stackalloc byte[12];
        Utf8Formatter.TryFormat(++_requestId, digits, out _, new('x', 12));
        Prepend(digits);
        Prepend("?configId=3e2a9c6e-1111-4222-8333-1234567890ab&requestId=5f0c6c1a-2222-4333-9444-"u8);
        Prepend(type);
        Prepend("POST /ee/va/v1/"u8);
    }

    private void EndHead(int bodyLength)
    {
        _end = HeadRoom + bodyLength;
        Prepend("\r\n\r\n"u8);
        Span<byte> digits = stackalloc byte[10];
        Utf8Formatter.TryFormat(bodyLength, digits, out var count);
        Prepend(digits[..count]);
    }

    private static string Headers(string host) => $"Host: {host}\r\nContent-Type: application/json\r\nContent-Length: ";

    private void Prepend(ReadOnlySpan<byte> bytes)
    {
        _start -= bytes.Length;
        bytes.CopyTo(_bytes.AsSpan(_start));
    }
}
