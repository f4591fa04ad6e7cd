namespace SessionGrains.Api.Operators.Streams;

/// <summary>
/// The Server-Sent Events of one client. Nothing is queued: a frame is sent after the one before it, so a slow client costs no memory. A client that accepts
/// nothing for <see cref="SendTimeout"/> is disconnected. Not thread-safe.
/// </summary>
internal sealed class EventStream(HttpContext context, TimeProvider time, CancellationToken ended)
{
    /// <summary>How long a client may take to accept one frame.</summary>
    public static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(10);

    private static readonly byte[] Comment = ": \n\n"u8.ToArray();

    /// <summary>Canceled when the client has left or the server begins to stop.</summary>
    public CancellationToken Ended => ended;

    /// <summary>Serializes one event. The bytes may be sent to any number of clients.</summary>
    /// <param name="name">The event's name.</param>
    /// <param name="data">One JSON value in UTF-8. Line breaks, which occur only between JSON tokens, are sent as spaces.</param>
    /// <param name="id">What a client sends as Last-Event-ID when it reconnects; null leaves its last one unchanged.</param>
    public static byte[] Frame(string name, ReadOnlySpan<byte> data, long? id = null)
    {
        var head = id is { } number ? string.Create(CultureInfo.InvariantCulture, $"id: {number}\nevent: {name}\ndata: ") : $"event: {name}\ndata: ";
        byte[] frame = [.. Encoding.UTF8.GetBytes(head), .. data, (byte)'\n', (byte)'\n'];
        var sent = frame.AsSpan(head.Length, data.Length);
        sent.Replace((byte)'\n', (byte)' ');
        sent.Replace((byte)'\r', (byte)' ');
        return frame;
    }

    /// <summary>Sends one event; see <see cref="Frame"/>.</summary>
    /// <exception cref="OperationCanceledException">The client has left or accepts nothing, or the server is stopping.</exception>
    public ValueTask Send(string name, ReadOnlySpan<byte> data, long? id = null) => Send(Frame(name, data, id));

    /// <summary>Sends a comment, which clients ignore, to keep the connection alive.</summary>
    /// <inheritdoc cref="Send(string, ReadOnlySpan{byte}, long?)"/>
    public ValueTask Heartbeat() => Send(Comment);

    /// <summary>Sends the bytes of an event made by <see cref="Frame"/>.</summary>
    /// <inheritdoc cref="Send(string, ReadOnlySpan{byte}, long?)"/>
    public async ValueTask Send(ReadOnlyMemory<byte> frame)
    {
        ended.ThrowIfCancellationRequested();
        var flush = context.Response.BodyWriter.WriteAsync(frame, ended);
        var sent = flush.IsCompleted ? await flush : await WithTimeout(flush.AsTask());
        if (sent.IsCompleted)
            throw new OperationCanceledException("The client has left.");
    }

    private async Task<T> WithTimeout<T>(Task<T> flush)
    {
        try
        {
            return await flush.WaitAsync(SendTimeout, time, ended);
        }
        catch (TimeoutException e)
        {
            context.Abort();
            throw new OperationCanceledException("The client accepts no data.", e);
        }
    }
}
