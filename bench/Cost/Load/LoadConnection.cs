namespace SessionGrains.Bench.Cost;

/// <summary>A connection that is kept alive, with one request at a time on it.</summary>
internal sealed class LoadConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answer = new byte[4096];
    private int _received;

    public LoadConnection(IPEndPoint server, EventPoll poll, int number)
    {
        _socket.Connect(server);
        _socket.Blocking = false;
        poll.Add(_socket.SafeHandle, number);
        Buffer = new RequestBuffer(server.ToString());
    }

    public RequestBuffer Buffer { get; }

    public int Slot { get; set; }

    /// <summary>When the request was due, in ticks of the stopwatch.</summary>
    public long DueAt { get; set; }

    public void Send()
    {
        var request = Buffer.Request;
        var sent = _socket.Send(request, SocketFlags.None, out var error);
        if (error != SocketError.Success || sent != request.Length)
            throw new LoadFailedException($"A request could not be sent: {error}.");
    }

    /// <summary>Reads what is there. True once the answer is complete and good; its session id, if it opened one, is in <paramref name="id"/>.</summary>
    /// <exception cref="LoadFailedException">The answer is any other than the one expected.</exception>
    public bool Receive(out ReadOnlySpan<byte> id)
    {
        id = default;
        var count = _socket.Receive(_answer.AsSpan(_received), SocketFlags.None, out var error);
        if (error is SocketError.WouldBlock)
            return false;
        if (error != SocketError.Success || count == 0)
            throw new LoadFailedException(error == SocketError.Success ? "The server closed a connection." : $"A connection broke: {error}.");

        _received += count;
        var answer = _answer.AsSpan(0, _received);
        if (answer.IndexOf("\r\n\r\n"u8) < 0 && _received < _answer.Length)
            return false;

        // A good answer is a head and nothing else; of any other, what has come is enough to show.
        _received = 0;
        var expected = Buffer.IsCreate ? "HTTP/1.1 201"u8 : "HTTP/1.1 204"u8;
        if (!answer.StartsWith(expected))
            throw new LoadFailedException($"Expected {Encoding.ASCII.GetString(expected)} and got: {Encoding.UTF8.GetString(answer)}\nThe request was: {Encoding.UTF8.GetString(Buffer.Request)}");

        if (Buffer.IsCreate)
            id = ReadId(answer);

        return true;
    }

    public void Dispose() => _socket.Dispose();

    private static ReadOnlySpan<byte> ReadId(ReadOnlySpan<byte> answer)
    {
        var path = "Location: /api/v1/sessions/"u8;
        var at = answer.IndexOf(path);
        return at >= 0 && answer.Length >= at + path.Length + LivePool.IdLength
            ? answer.Slice(at + path.Length, LivePool.IdLength)
            : throw new LoadFailedException($"A 201 without a Location: {Encoding.UTF8.GetString(answer)}");
    }
}

/// <summary>The subject did not do what it is measured for: whatever was measured is worth nothing.</summary>
internal sealed class LoadFailedException(string message) : Exception(message);
