namespace SessionGrains.Players;

/// <summary>Players that play session after session, each one event at a time with pauses by its own seed.</summary>
/// <param name="seed">Of the pauses.</param>
/// <param name="players">How many, numbered from 0.</param>
/// <param name="serverOf">Where a player sends to.</param>
/// <param name="write">Writes the script of a player's session, by their numbers.</param>
internal sealed class Crowd(int seed, int players, Func<int, TrackingServer> serverOf, Func<int, int, Script> write)
{
    /// <summary>One player in this many sends each event once.</summary>
    private const int OnceOnly = 5;

    /// <summary>Time to deliver the last events, from the moment the crowd is sent away.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly List<SentSession> _sessions = [];
    private Task _playing = Task.CompletedTask;
    private TimeSpan? _leftAt;
    private int _stuck;

    public Answers Answers { get; } = new(TimeProvider.System);

    /// <summary>Milliseconds between two requests of a player, from its random numbers.</summary>
    public Func<Random, int> PauseMs { get; init; } = static random => random.Next(50, 250);

    /// <summary>Whether a player repeats events that are not answered for good. All repeat a sessionStart.</summary>
    public Func<int, bool> Repeats { get; init; } = static number => number % OnceOnly != 0;

    /// <summary>Whether a sessionStart is repeated; else the player begins another session.</summary>
    public bool RepeatsStarts { get; init; } = true;

    public IReadOnlyList<SentSession> Sessions
    {
        get
        {
            lock (_sessions)
                return [.. _sessions];
        }
    }

    /// <summary>Players that could not deliver in time what they have to repeat.</summary>
    public int Stuck => _stuck;

    public bool IsLeaving => _leftAt is not null;

    private bool IsPatient => _leftAt is not { } left || Answers.Now - left < Patience;

    public void Come() => _playing = Task.WhenAll(Enumerable.Range(0, players).Select(PlayAsync));

    /// <summary>Each player ends its session; completes when all have.</summary>
    public Task LeaveAsync()
    {
        _leftAt = Answers.Now;
        return _playing;
    }

    private async Task PlayAsync(int number)
    {
        var random = new Random(seed ^ (number * 7919));
        var player = new Player(serverOf(number), Answers);
        var events = Repeats(number) ? new RetryPolicy(() => IsPatient, PauseAsync) : RetryPolicy.Never;
        var starts = RepeatsStarts ? new RetryPolicy(() => !IsLeaving, PauseAsync) : RetryPolicy.Never;
        for (var session = 0; !IsLeaving;)
        {
            await PauseAsync();
            var script = write(number, session);
            if (await player.OpenAsync(script.Viewing, starts) is not { } sent)
                continue;

            session++;
            lock (_sessions)
                _sessions.Add(sent);
            await PlayOneAsync(player, script, sent, events, PauseAsync);
        }

        Task PauseAsync() => Task.Delay(PauseMs(random));
    }

    private async Task PlayOneAsync(Player player, Script script, SentSession session, RetryPolicy retry, Func<Task> pauseAsync)
    {
        for (ScriptedEvent? last = null; (IsLeaving ? script.End(last, 0) : script.Next()) is { } next; last = next)
        {
            var sent = await player.SendAsync(session, next, script.Viewing, retry);
            var isStuck = sent.Outcome == Outcome.Uncertain && retry != RetryPolicy.Never;
            if (isStuck)
                Interlocked.Increment(ref _stuck);

            if (isStuck || sent.Outcome == Outcome.Gone || next.Meaning.Type == PlayerEventType.SessionEnd)
                return;

            await pauseAsync();
        }
    }
}
