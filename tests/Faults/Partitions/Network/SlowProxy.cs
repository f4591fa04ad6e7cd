using System.Threading.Channels;

namespace SessionGrains.Faults.Tests;

/// <summary>Stands between the callers of one port and that port, and passes on in either direction what came a while ago.</summary>
/// <param name="listenAt">An address of the host that callers reach.</param>
/// <param name="target">Where they wanted to go.</param>
/// <param name="delay">Of what a caller with this address sends or is sent, one way.</param>
internal sealed class SlowProxy(string listenAt, IPEndPoint target, Func<string, TimeSpan> delay) : IDisposable
{
    private const int Piece = 16 << 10;
    private const int MostPieces = 256;

    private readonly TcpListener _listener = new(IPAddress.Parse(listenAt), 0);
    private readonly CancellationTokenSource _end = new();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Start()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The end.
        }
    }

    private async Task ServeAsync(TcpClient caller)
    {
        var source = ((IPEndPoint)caller.Client.RemoteEndPoint!).Address.ToString();
        using var called = new TcpClient();
        using (caller)
        {
            try
            {
                await Task.Delay(delay(source) * 2, _end.Token);
                await called.ConnectAsync(target, _end.Token);
                (caller.NoDelay, called.NoDelay) = (true, true);
                await Task.WhenAny(PassAsync(caller, called, source), PassAsync(called, caller, source));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // Closes both.
            }
        }
    }

    /// <summary>Completes when the sender has closed and all that it sent was passed on, or when either has gone.</summary>
    private async Task PassAsync(TcpClient from, TcpClient to, string source)
    {
        var underway = Channel.CreateBounded<(long Due, byte[] Bytes)>(MostPieces);
        await Task.WhenAll(TakeAsync(from.GetStream(), underway.Writer, source), GiveAsync(to.GetStream(), underway.Reader));
    }

    private async Task TakeAsync(NetworkStream from, ChannelWriter<(long, byte[])> underway, string source)
    {
        try
        {
            var piece = new byte[Piece];
            while (await from.ReadAsync(piece, _end.Token) is > 0 and var length)
                await underway.WriteAsync((TimeProvider.System.GetTimestamp() + (long)(delay(source).TotalSeconds * TimeProvider.System.TimestampFrequency), piece[..length]), _end.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or ChannelClosedException)
        {
            // As when it closes.
        }

        underway.TryComplete();
    }

    private async Task GiveAsync(NetworkStream to, ChannelReader<(long Due, byte[] Bytes)> underway)
    {
        try
        {
            await foreach (var (due, bytes) in underway.ReadAllAsync(_end.Token))
            {
                if (TimeProvider.System.GetElapsedTime(TimeProvider.System.GetTimestamp(), due) is var left && left > TimeSpan.Zero)
                    await Task.Delay(left, _end.Token);
                await to.WriteAsync(bytes, _end.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // As when it closes.
        }
    }
}
