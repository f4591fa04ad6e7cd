namespace SessionGrains.Players;

/// <summary>All viewers, their arrival and leaving, and their shared state.</summary>
internal sealed class Audience
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly AudienceOptions _options;
    private readonly Player _player;
    private readonly Viewer[] _viewers;
    private readonly bool[] _isSampled;
    private readonly ConcurrentQueue<SentSession> _sample = new();
    private readonly TaskCompletionSource _allAreHome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationToken _stopping;
    private int _atHome;

    public Audience(AudienceOptions options, TrackingServer server, TimeProvider time, CancellationToken stopping)
    {
        _options = options;
        _stopping = stopping;
        Clock = new CrowdClock(time, options.Speed);
        Schedule = new Schedule(Clock);
        Programme = new Programme(options.Seed, options.Titles, options.Mix);
        Answers = new Answers(time);
        _player = new Player(server, Answers);
        Bounds = new AudienceBounds(options.Titles);
        _isSampled = Sample(options);
        _viewers = [.. Enumerable.Range(0, options.Viewers).Select(number => new Viewer(number, this))];
    }

    public int Seed => _options.Seed;

    public Door Door => _options.Door;

    public CrowdClock Clock { get; }

    public Schedule Schedule { get; }

    public Programme Programme { get; }

    public Answers Answers { get; }

    public AudienceBounds Bounds { get; }

    /// <summary>Every session that the server opened for a viewer of the sample.</summary>
    public IReadOnlyCollection<SentSession> SampledSessions => _sample;

    /// <summary>Fails on a bug of this program; never completes otherwise.</summary>
    public Task Broken => _broken.Task;

    /// <summary>Viewers by what they see.</summary>
    public int[] Scenes()
    {
        var scenes = new int[Enum.GetValues<Scene>().Length];
        foreach (var viewer in _viewers)
            scenes[(int)viewer.Scene]++;

        return scenes;
    }

    public void Come()
    {
        var now = Clock.NowMs;
        var ramp = Clock.Ms(_options.Ramp);
        for (var number = 0; number < _viewers.Length; number++)
            _viewers[number].ComeAt(now + (ramp * number / _viewers.Length));
    }

    /// <summary>All viewers end their sessions, spread over this time. Completes when the last end is answered.</summary>
    public async Task GoHomeAsync(TimeSpan within)
    {
        var steps = Math.Max(1, (int)(within / Step));
        for (var step = 0; step < steps; step++)
        {
            for (var number = step; number < _viewers.Length; number += steps)
                _viewers[number].GoHome(Clock.NowMs);

            await Task.Delay(Step, Clock.Time, _stopping);
        }

        await _allAreHome.Task.WaitAsync(_stopping);
    }

    public void IsHome()
    {
        if (Interlocked.Increment(ref _atHome) == _viewers.Length)
            _allAreHome.TrySetResult();
    }

    /// <summary>Sends once.</summary>
    public Task<Answer> PostAsync(Outgoing request) => _player.PostAsync(request, RetryPolicy.Never, _stopping);

    public SentSession? RecordOf(int viewer, string id, StartRequest start)
    {
        if (!_isSampled[viewer])
            return null;

        var session = new SentSession(id, Door.Said(start));
        _sample.Enqueue(session);
        return session;
    }

    /// <summary>Nothing awaits these tasks, so a failure, which is a bug of this program, is reported by <see cref="Broken"/>.</summary>
    public void Sends(Task work) =>
        work.ContinueWith(static (failed, audience) => ((Audience)audience!)._broken.TrySetException(failed.Exception!.InnerExceptions), this, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private static bool[] Sample(AudienceOptions options)
    {
        var isSampled = new bool[options.Viewers];
        var numbers = Enumerable.Range(0, options.Viewers).ToArray();
        new Random(options.Seed).Shuffle(numbers);
        foreach (var number in numbers.Take(options.Sample))
            isSampled[number] = true;

        return isSampled;
    }
}
