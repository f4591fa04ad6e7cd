namespace SessionGrains.Faults.Tests;

/// <summary>
/// A process that is started again when it ends, as a container is with <c>restart: unless-stopped</c>: after 100 ms, then after twice as long each time, a
/// minute at most, and from the beginning again once it has run for 10 s.
/// </summary>
internal sealed class SupervisedProcess : IAsyncDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _end = new();
    private readonly Func<RunningProcess> _start;
    private readonly List<string> _lastWords = [];
    private readonly Task _watching;
    private volatile RunningProcess _process;

    public SupervisedProcess(Func<RunningProcess> start)
    {
        _start = start;
        _process = start();
        _watching = WatchAsync();
    }

    public int Restarts { get; private set; }

    /// <summary>Of the process that runs.</summary>
    public string Output => _process.Output;

    public string WholeOutput
    {
        get
        {
            lock (_lastWords)
                return string.Join('\n', [.. _lastWords, LastWords]);
        }
    }

    private string LastWords => $"--- {_process.Id}\n{_process.Output}";

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching;
        _process.Dispose();
        _end.Dispose();
    }

    private async Task WatchAsync()
    {
        var pause = TimeSpan.Zero;
        var started = TimeProvider.System.GetTimestamp();
        while (!_end.IsCancellationRequested)
        {
            await Task.WhenAny(Task.Delay(Glance, _end.Token));
            if (_end.IsCancellationRequested || !_process.HasExited)
                continue;

            pause = pause == TimeSpan.Zero || TimeProvider.System.GetElapsedTime(started) > Settled ? ShortestPause : pause * 2;
            pause = pause < LongestPause ? pause : LongestPause;
            await Task.WhenAny(Task.Delay(pause, _end.Token));
            if (_end.IsCancellationRequested)
                return;

            Restart();
            started = TimeProvider.System.GetTimestamp();
        }
    }

    private void Restart()
    {
        lock (_lastWords)
        {
            _lastWords.Add(LastWords);
            _process.Dispose();
            _process = _start();
            Restarts++;
        }
    }
}
