namespace SessionGrains.Api.Tests;

/// <summary>A connection on which a test says every byte itself.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _tcp = new() { NoDelay = true };
    private readonly List<byte> _pending = [];

    private NetworkStream Stream => _tcp.GetStream();

    /// <param name="server">Where to.</param>
    /// <param name="receives">Bytes that this machine takes for it before it is read; null: as many as it thinks right, which may be megabytes.</param>
    public static async Task<RawConnection> To(Uri server, int? receives = null)
    {
        var connection = new RawConnection();
        if (receives is { } bytes)
            connection._tcp.ReceiveBufferSize = bytes;
        await connection._tcp.ConnectAsync(server.Host, server.Port);
        return connection;
    }

    public async Task Send(string text)
    {
        await Stream.WriteAsync(Encoding.Latin1.GetBytes(text));
        await Stream.FlushAsync();
    }

    /// <summary>Status line and headers of the next answer, which end with an empty line.</summary>
    public async Task<string> ReadHead()
    {
        var end = "\r\n\r\n"u8.ToArray();
        while (true)
        {
            var at = _pending.Count < end.Length ? -1 : CollectionSpan().IndexOf(end);
            if (at >= 0)
                return Take(at + end.Length);
            if (!await Fill())
                throw new EndOfStreamException($"The connection ended after: {Encoding.Latin1.GetString([.. _pending])}");
        }
    }

    public async Task<string> ReadBody(string head)
    {
        var length = int.Parse(head.Split("Content-Length: ")[1].Split("\r\n")[0], System.Globalization.CultureInfo.InvariantCulture);
        while (_pending.Count < length && await Fill())
        {
        }

        return Take(length);
    }

    /// <summary>True when the server closes.</summary>
    public async Task<bool> IsClosed()
    {
        try
        {
            return !await Fill();
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Breaks the connection as a crash does.</summary>
    public void Reset()
    {
        _tcp.LingerState = new LingerOption(true, 0);
        _tcp.Close();
    }

    public void Dispose() => _tcp.Dispose();

    private Span<byte> CollectionSpan() => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_pending);

    private string Take(int count)
    {
        var text = Encoding.Latin1.GetString(CollectionSpan()[..count]);
        _pending.RemoveRange(0, count);
        return text;
    }

    private async Task<bool> Fill()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        var buffer = new byte[4096];
        var count = await Stream.ReadAsync(buffer, patience.Token);
        _pending.AddRange(buffer.AsSpan(0, count));
        return count > 0;
    }
}
