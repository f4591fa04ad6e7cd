namespace SessionGrains.Faults.Tests.Crowd;

/// <summary>Many players at once, and when they come and go.</summary>
internal sealed class Audience(int seed, int players, FrontDoors doors)
{
    /// <summary>One player in this many never repeats.</summary>
    private const int OnceOnly = 5;

    /// <summary>After its end a crowd must get its last events through within this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private List<Player> _players = [];
    private Task _playing = Task.CompletedTask;
    private TimeSpan? _leftAt;

    public Answers Answers { get; } = new();

    public IEnumerable<PlayedSession> Sessions => _players.SelectMany(static player => player.Sessions);

    public int Stuck => _players.Count(static player => player.IsStuck);

    /// <summary>Sessions may be left without a sessionEnd; not towards the end, so that nobody has to wait for their timeouts.</summary>
    public bool MayLeaveUnnoticed { get; set; } = true;

    /// <summary>All are told to end what they play.</summary>
    public bool IsLeaving => _leftAt is not null;

    public bool IsPatient => _leftAt is not { } left || Answers.Now - left < Patience;

    public void Come()
    {
        _players = [.. Enumerable.Range(0, players).Select(number => new Player(new PlayerNumber(seed, number, number % OnceOnly != 0), doors, Answers, this))];
        _playing = Task.WhenAll(_players.Select(static player => player.PlayAsync()));
    }

    /// <summary>Each player ends its session; completes when all have.</summary>
    public Task LeaveAsync()
    {
        _leftAt = Answers.Now;
        return _playing;
    }
}
