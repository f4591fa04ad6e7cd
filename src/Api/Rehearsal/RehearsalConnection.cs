using System.Net;
using System.Net.Sockets;

namespace SessionGrains.Api.Rehearsal;

/// <summary>
/// A connection that is kept alive, with one request at a time. Bare, because an HTTP client would be one more thing to compile, and would take most of the time.
/// </summary>
internal sealed class RehearsalConnection : IDisposable
{
    private const string LocationHeader = "Location: ";

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answer = new byte[64 * 1024];

    public ValueTask OpenAsync(IPEndPoint server, CancellationToken cancellation) => _socket.ConnectAsync(server, cancellation);

    /// <summary>Sends a request and returns its answer: the head, for reads with the beginning of the body.</summary>
    /// <exception cref="IOException">The server closed the connection.</exception>
    public async ValueTask<RehearsalAnswer> SendAsync(byte[] request, CancellationToken cancellation)
    {
        await _socket.SendAsync(request, cancellation);
        var received = 0;
        while (true)
        {
            var count = await _socket.ReceiveAsync(_answer.AsMemory(received), cancellation);
            if (count == 0)
                throw new IOException("The server closed a connection.");

            received += count;
            if (IsComplete(_answer.AsSpan(0, received)))
                return new RehearsalAnswer(Status(_answer), Location(_answer.AsSpan(0, received)));

            // Of an answer that is longer than any here should be the rest is enough to find its end.
            if (received == _answer.Length)
                received = 0;
        }
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsComplete(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;

        var head = answer[..end];
        if (head.IndexOf("Transfer-Encoding: chunked"u8) >= 0)
            return answer.EndsWith("\r\n0\r\n\r\n"u8);

        var length = head.IndexOf("Content-Length: "u8);
        return length < 0 || (System.Buffers.Text.Utf8Parser.TryParse(head[(length + "Content-Length: ".Length)..], out int body, out _) && answer.Length >= end + 4 + body);
    }

    private static int Status(ReadOnlySpan<byte> answer) => int.Parse(answer["HTTP/1.1 ".Length..][..3], CultureInfo.InvariantCulture);

    private static string? Location(ReadOnlySpan<byte> answer)
    {
        var start = answer.IndexOf("Location: "u8);
        if (start < 0)
            return null;

        var value = answer[(start + LocationHeader.Length)..];
        return Encoding.ASCII.GetString(value[..value.IndexOf((byte)'\r')]);
    }
}

/// <summary>The status of an answer, and the path of the session that it opened.</summary>
internal readonly record struct RehearsalAnswer(int Status, string? Location);
