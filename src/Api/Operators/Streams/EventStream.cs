using System.Globalization;
using System.Text;

namespace SessionGrains.Api.Operators.Streams;

/// <summary>
/// One client's Server-Sent Events. Nothing is queued: a frame is sent when the one before it is out, so a slow client costs its own connection and
/// no memory, and one that takes nothing for <see cref="Patience"/> is cut off. Not thread-safe.
/// </summary>
internal sealed class EventStream(HttpContext context, TimeProvider time, CancellationToken ended)
{
    /// <summary>What a client may take to accept one frame.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Proxies cut connections on which nothing moves, the strictest after 30 s or a minute.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    private static readonly byte[] Comment = ": \n\n"u8.ToArray();

    /// <summary>Set when the client has left or the server begins to stop.</summary>
    public CancellationToken Ended => ended;

    /// <summary>The bytes of one event, which may be sent to any number of clients.</summary>
    /// <param name="name">The event's name.</param>
    /// <param name="data">One value of JSON in UTF-8. A line cannot end within its tokens, so an end between them is sent as a blank.</param>
    /// <param name="id">What a client that comes back sends as Last-Event-ID; null: leave it as it was.</param>
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
    /// <exception cref="OperationCanceledException">The client has left or takes nothing, or the server stops.</exception>
    public ValueTask Send(string name, ReadOnlySpan<byte> data, long? id = null) => Send(Frame(name, data, id));

    /// <summary>Sends something that no client sees, so that the connection is not taken for dead.</summary>
    /// <inheritdoc cref="Send(string, ReadOnlySpan{byte}, long?)"/>
    public ValueTask Heartbeat() => Send(Comment);

    /// <summary>Sends the bytes of an event that <see cref="Frame"/> made.</summary>
    /// <inheritdoc cref="Send(string, ReadOnlySpan{byte}, long?)"/>
    public async ValueTask Send(ReadOnlyMemory<byte> frame)
    {
        ended.ThrowIfCancellationRequested();
        var flush = context.Response.BodyWriter.WriteAsync(frame, ended);
        var sent = flush.IsCompleted ? await flush : await Patiently(flush.AsTask());
        if (sent.IsCompleted)
            throw new OperationCanceledException("The client has left.");
    }

    private async Task<T> Patiently<T>(Task<T> flush)
    {
        try
        {
            return await flush.WaitAsync(Patience, time, ended);
        }
        catch (TimeoutException e)
        {
            context.Abort();
            throw new OperationCanceledException("The client takes nothing.", e);
        }
    }
}
