using SessionGrains.Tracking;

namespace SessionGrains.Players;

/// <summary>
/// One viewer and its player. Session after session it sends each event of the script when it is due, as the SDK would: with at most as many requests at a time,
/// and each event once, whatever the answer.
/// </summary>
internal sealed class Viewer(int number, Audience audience)
{
    private readonly Lock _lock = new();
    private readonly Queue<ScriptedEvent> _toSend = new();
    private readonly Random _random = new(unchecked((audience.Seed * 7919) + number));
    private Playing? _playing;
    private Viewing? _interrupted;
    private long _turn;
    private int _sessions;
    private bool _goesHome;

    public Scene Scene { get; private set; }

    /// <summary>The player gets its first turn.</summary>
    public void ComeAt(long atMs) => TakeTurnAt(atMs);

    /// <summary>It is this player's turn.</summary>
    public void Act(long now)
    {
        lock (_lock)
        {
            if (now < _turn)
                return;

            _turn = long.MaxValue;
            if (_playing is { } playing)
                Speak(playing, now);
            else if (!_goesHome)
                Begin(now);
        }
    }

    /// <summary>The viewer ends its session and starts no other.</summary>
    public void GoHome(long now)
    {
        lock (_lock)
        {
            _goesHome = true;
            if (_playing is not { } playing)
            {
                audience.IsHome();
                return;
            }

            if (playing.Next is not null)
            {
                _toSend.Enqueue(playing.Script.End(playing.Last, now));
                playing.Stop();
            }

            Send(playing);
        }
    }

    private void TakeTurnAt(long atMs)
    {
        _turn = atMs;
        audience.Schedule.Add(this, atMs);
    }

    private void Begin(long now)
    {
        var viewing = new Viewing
        {
            Seed = audience.Seed,
            Viewer = number,
            Session = _sessions++,
            Title = _interrupted?.Title ?? audience.Programme.Choose(_random),
            StartTs = now,
            ResumesAtMs = _interrupted?.ResumesAtMs ?? 0,
            Resumes = _interrupted is not null,
        };
        _interrupted = null;
        _playing = new Playing(viewing);
        Scene = Scene.Starting;
        TakeTurnAt(_playing.Next!.Meaning.Ts);
        audience.Sends(OpenAsync(_playing));
    }

    /// <summary>Sends the events that are due, or queues them.</summary>
    private void Speak(Playing playing, long now)
    {
        while (playing.Next is { } next && next.Meaning.Ts <= now)
        {
            _toSend.Enqueue(next);
            Scene = next.Scene;
            playing.GoOn();
        }

        if (playing.Next is { } later)
            TakeTurnAt(later.Meaning.Ts);

        Send(playing);
    }

    private void Send(Playing playing)
    {
        while (_playing == playing && playing.Id is not null && playing.OnTheWay < playing.Viewing.Player.AtATime && _toSend.TryDequeue(out var one))
        {
            playing.OnTheWay++;
            if (one.Meaning.Type is PlayerEventType.SessionComplete or PlayerEventType.SessionEnd)
                playing.LeavesOnce(audience.Bounds);

            audience.Sends(SendAsync(playing, one, playing.Record?.Add(audience.Door.Said(one.Meaning))));
        }

        // A request that was answered at once may have ended the session already.
        if (_playing == playing && playing is { Next: null, OnTheWay: 0, IsOpening: false } && _toSend.Count == 0)
            Depart(playing);
    }

    private async Task OpenAsync(Playing playing)
    {
        audience.Bounds.Asks(playing.Viewing.Title);
        var answer = await audience.PostAsync(audience.Door.Start(playing.Viewing));
        audience.Bounds.IsAnswered(playing.Viewing.Title, answer);
        lock (_lock)
        {
            playing.IsOpening = false;
            if (audience.Door.OpenedBy(answer) is { } id)
                playing.Open(id, number, audience);
            else
                GiveUp(playing);

            Send(playing);
        }
    }

    private async Task SendAsync(Playing playing, ScriptedEvent one, SentEvent? sent)
    {
        var answer = await audience.PostAsync(audience.Door.Event(playing.Id!, one, playing.Viewing));
        sent?.Code = answer.Code;
        lock (_lock)
        {
            playing.OnTheWay--;
            if (answer.IsSuccess && one.Meaning.Type == PlayerEventType.SessionEnd)
                audience.Bounds.HasLeft(playing.Viewing.Title);

            if (answer.Code is 404 or 410)
                GiveUp(playing);

            Send(playing);
        }
    }

    /// <summary>There is no session to send to. The viewer will start a new one at the same place.</summary>
    private void GiveUp(Playing playing)
    {
        _toSend.Clear();
        playing.IsLost = true;
        playing.Stop();
    }

    private void Depart(Playing playing)
    {
        _playing = null;
        Scene = Scene.Away;
        if (playing.Id is not null)
            playing.LeavesOnce(audience.Bounds);

        if (_goesHome)
        {
            audience.IsHome();
            return;
        }

        var departure = playing.IsLost ? Departure.Dropped : playing.Script.Departure;
        if (departure == Departure.Dropped && playing.Id is not null)
            _interrupted = playing.Viewing with { ResumesAtMs = Math.Min(playing.Script.PlayheadMs, playing.Viewing.Title.LengthSeconds * 900L) };

        TakeTurnAt(audience.Clock.NowMs + (departure switch
        {
            Departure.Abandoned => _random.Next(5_000, 20_000),
            Departure.Dropped => _random.Next(2_000, 15_000),
            _ => _random.Next(1_000, 8_000),
        }));
    }
}
