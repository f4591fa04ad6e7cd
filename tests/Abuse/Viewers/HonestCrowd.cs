namespace SessionGrains.Abuse.Tests.Viewers;

/// <summary>Some tens of people who only want to watch, each from an address of their own.</summary>
internal sealed class HonestCrowd : IDisposable
{
    public const int Size = 24;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(150);

    private readonly CancellationTokenSource _leaving = new();
    private readonly List<Stranger> _players = [];
    private readonly List<HonestViewer> _viewers = [];
    private readonly List<Task> _watching = [];

    /// <summary>They come now.</summary>
    /// <param name="port">Of the service.</param>
    /// <param name="staysWithOne">Each watches one title for the whole time: nobody starts while there is an attack.</param>
    /// <param name="pace">Between two events of one; null: as a crowd that is small and has a lot to do.</param>
    public HonestCrowd(int port, bool staysWithOne, TimeSpan? pace = null)
    {
        for (var number = 0; number < Size; number++)
        {
            var player = new Stranger(port, Loopback.Honest(number));
            var viewer = new HonestViewer(player, number, Answers, pace ?? Pace, _leaving.Token);
            _players.Add(player);
            _viewers.Add(viewer);
            _watching.Add(viewer.WatchAsync(staysWithOne));
        }
    }

    public CrowdAnswers Answers { get; } = new();

    /// <summary>All sessions that were answered 201; complete once the crowd has left.</summary>
    public IReadOnlyList<string> Sessions => [.. _viewers.SelectMany(static viewer => viewer.Sessions)];

    /// <summary>Everybody ends what they watch.</summary>
    public async Task LeaveAsync()
    {
        await _leaving.CancelAsync();
        await Task.WhenAll(_watching);
    }

    public void Dispose()
    {
        _leaving.Cancel();
        _players.ForEach(static player => player.Dispose());
        _leaving.Dispose();
    }
}
