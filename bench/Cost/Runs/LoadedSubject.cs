namespace SessionGrains.Bench.Cost;

/// <summary>A running subject with its live sessions and the connections that load it.</summary>
internal sealed class LoadedSubject : IDisposable
{
    private static readonly TimeSpan UntilDone = TimeSpan.FromHours(1);
    private static readonly TimeSpan RunIn = TimeSpan.FromSeconds(6);

    private readonly LivePool _pool;
    private readonly int _connections;
    private readonly SubjectSettings _settings;
    private readonly CancellationToken _cancellation;

    private LoadedSubject(RunningSubject running, SubjectSettings settings, int sessions, int connections, CancellationToken cancellation)
    {
        Processes = running;
        _settings = settings;
        _cancellation = cancellation;
        _pool = new LivePool(sessions);
        _connections = connections;
    }

    public Subject Subject => Processes.Subject;

    public RunningSubject Processes { get; }

    /// <summary>Starts the subject, with room for so many sessions and none yet.</summary>
    public static async Task<LoadedSubject> StartAsync(Subject subject, SubjectSettings settings, int sessions, int connections, CancellationToken cancellation) =>
        new(await RunningSubject.StartAsync(subject, settings, cancellation), settings, sessions, connections, cancellation);

    /// <summary>Opens sessions up to this number of live ones, without any event.</summary>
    public Task<LoadResult> GrowAsync(int sessions, EventTemplate start) => RunAsync(new OpenWork(_pool, sessions, start));

    /// <summary>Sends this event to every session once, or to every so manieth.</summary>
    public Task<LoadResult> SendAllAsync(string eventType, int stride = 1) => RunAsync(new EverySessionOnce(_pool, RecordedTraffic.Of(eventType), stride, movesPlayhead: eventType == "ping"));

    /// <summary>Opens sessions up to this number, which play a chapter of main content, and spreads them over the viewer-hour, whose middle follows on that.</summary>
    public async Task PlayAllAsync(int sessions)
    {
        await GrowAsync(sessions, RecordedTraffic.Of("sessionStart"));
        await SendAllAsync("play");
        await SendAllAsync("chapterStart");
        for (var slot = 0; slot < _pool.Count; slot++)
            _pool.Step(slot) = (short)ViewerHour.Joints[(int)((long)slot * ViewerHour.Joints.Count / _pool.Count)];
    }

    /// <summary>Saturates it with this work for so long.</summary>
    public Task<Sample> SaturateAsync(string work, int round, TimeSpan time, int stride = 1) =>
        MeasureAsync(work, round, load => load.Saturate(Before(work, stride), UntilDone, _cancellation), load => load.Saturate(Of(work, stride), time, _cancellation));

    /// <summary>Saturates it for so long with nothing before: creates, or pings whose sessions are opened within that time.</summary>
    public Task<LoadResult> RushAsync(string work, TimeSpan time) => RunAsync(work == WorkNames.Create ? new CreateWork() : new OpenThenPing(_pool), time);

    /// <summary>
    /// Pings it at a fixed rate, whatever it answers, for so long, and before that as long as it takes until its reorder windows (5 s) hold what they hold at
    /// that rate. The work of the sample is <paramref name="name"/>.
    /// </summary>
    public Task<Sample> PaceAsync(string name, int round, double perSecond, TimeSpan time) => MeasureAsync(
        name, round, load => load.Pace(Of(WorkNames.Ping, stride: 1), perSecond, RunIn, _cancellation), load => load.Pace(Of(WorkNames.Ping, stride: 1), perSecond, time, _cancellation));

    public void Dispose() => Processes.Dispose();

    private IWork Of(string work, int stride) => work switch
    {
        WorkNames.Create => new CreateWork(),
        WorkNames.Ping or WorkNames.EdgePing => new PingWork(_pool, stride, ping: PingOf(work)),
        _ => new MixWork(_pool),
    };

    /// <summary>
    /// What comes before a measurement and does not count. At Transitions a ping is stored if the last store is 50 s ago. How many are would depend
    /// on the time since the last round, so an event that is stored in any case goes to all sessions, which play, and none of the pings is stored after it; the
    /// cost of a stored one is that at EveryEvent. Else some pings, with which the server gets used to its new connections.
    /// </summary>
    private IWork Before(string work, int stride) => Subject.StoresPingsLater && work != WorkNames.Create
        ? new EverySessionOnce(_pool, RecordedTraffic.Of("play"), stride, movesPlayhead: true)
        : new PingWork(_pool, stride, 4 * _connections, PingOf(work));

    private static EventTemplate PingOf(string work) => work == WorkNames.EdgePing ? RecordedTraffic.EdgePing : RecordedTraffic.Of("ping");

    private Task<LoadResult> RunAsync(IWork work) => RunAsync(work, UntilDone);

    private async Task<LoadResult> RunAsync(IWork work, TimeSpan time)
    {
        using var load = new LoadGenerator(Processes.Endpoints, _connections);
        return await _settings.Cores.RunLoadAsync(() => load.Saturate(work, time, _cancellation));
    }

    private async Task<Sample> MeasureAsync(string work, int round, Func<LoadGenerator, LoadResult> runIn, Func<LoadGenerator, LoadResult> measured)
    {
        // Connections of its own: until the next turn of this subject the server may have given up the ones of the last.
        using var load = new LoadGenerator(Processes.Endpoints, _connections);
        await _settings.Cores.RunLoadAsync(() => runIn(load));
        var runtimesBefore = await Processes.ReadRuntimesAsync();
        var before = Processes.ReadProcessorTimes();
        var result = await _settings.Cores.RunLoadAsync(() => measured(load));
        var after = Processes.ReadProcessorTimes();
        var runtimes = await Processes.ReadRuntimesAsync();
        return new Sample(Subject.Name, work, round, result.Requests, result.PerSecond, PerRequest(after, before, result.Requests), result.Microseconds)
        {
            AllocatedBytes = (double)(runtimes.AllocatedBytes - runtimesBefore.AllocatedBytes) / result.Requests,
            CompilerMicroseconds = (double)(runtimes.CompilerMicroseconds - runtimesBefore.CompilerMicroseconds) / result.Requests,
        };
    }

    private static Dictionary<string, double> PerRequest(IReadOnlyDictionary<string, TimeSpan> after, IReadOnlyDictionary<string, TimeSpan> before, long requests) =>
        after.ToDictionary(static role => role.Key, role => (role.Value - before[role.Key]).TotalMicroseconds / requests);
}
