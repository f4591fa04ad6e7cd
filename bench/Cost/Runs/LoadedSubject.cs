using SessionGrains.Bench.Cost.Load;
using SessionGrains.Bench.Cost.Processes;
using SessionGrains.Bench.Cost.Subjects;
using SessionGrains.Bench.Cost.Traffic;

namespace SessionGrains.Bench.Cost.Runs;

/// <summary>A running subject with its live sessions and the connections that load it.</summary>
internal sealed class LoadedSubject : IDisposable
{
    private static readonly TimeSpan UntilDone = TimeSpan.FromHours(1);

    private readonly LoadGenerator _load;
    private readonly LivePool _pool;
    private readonly SubjectSettings _settings;
    private readonly CancellationToken _cancellation;

    private LoadedSubject(RunningSubject running, SubjectSettings settings, int sessions, int connections, CancellationToken cancellation)
    {
        Processes = running;
        _settings = settings;
        _cancellation = cancellation;
        _pool = new LivePool(sessions);
        _load = new LoadGenerator(running.Endpoint, connections);
    }

    public Subject Subject => Processes.Subject;

    public RunningSubject Processes { get; }

    /// <summary>Starts the subject, with room for so many sessions and none yet.</summary>
    public static async Task<LoadedSubject> StartAsync(Subject subject, SubjectSettings settings, int sessions, int connections, CancellationToken cancellation)
    {
        var running = await RunningSubject.StartAsync(subject, settings, cancellation);
        try
        {
            return new LoadedSubject(running, settings, sessions, connections, cancellation);
        }
        catch
        {
            running.Dispose();
            throw;
        }
    }

    /// <summary>Opens sessions up to this number of live ones, without any event.</summary>
    public Task<LoadResult> GrowAsync(int sessions, EventTemplate start) => RunAsync(new OpenWork(_pool, sessions, start));

    /// <summary>Sends this event to every session once, or to every so manieth.</summary>
    public Task<LoadResult> SendAllAsync(string eventType, int stride = 1) => RunAsync(new EverySessionOnce(_pool, RecordedTraffic.Of(eventType), stride));

    /// <summary>Spreads the sessions, which must be in an open chapter of playing main content, over the viewer-hour.</summary>
    public void Spread()
    {
        for (var slot = 0; slot < _pool.Count; slot++)
            _pool.Step(slot) = (short)ViewerHour.Joints[(int)((long)slot * ViewerHour.Joints.Count / _pool.Count)];
    }

    /// <summary>Saturates it with this work for so long.</summary>
    public async Task<Sample> SaturateAsync(string work, int round, TimeSpan time, int stride = 1)
    {
        await PrepareAsync(work, stride);
        return await MeasureAsync(work, round, () => _load.Saturate(Of(work, stride), time, _cancellation));
    }

    /// <summary>Pings it at a fixed rate, whatever it answers, for so long. The work of the sample is <paramref name="name"/>.</summary>
    public async Task<Sample> PaceAsync(string name, int round, double perSecond, TimeSpan time)
    {
        await PrepareAsync(WorkNames.Ping, stride: 1);
        return await MeasureAsync(name, round, () => _load.Pace(Of(WorkNames.Ping, stride: 1), perSecond, time, _cancellation));
    }

    public void Dispose()
    {
        _load.Dispose();
        Processes.Dispose();
    }

    private IWork Of(string work, int stride) => work switch
    {
        WorkNames.Create => new CreateWork(),
        WorkNames.Ping => new PingWork(_pool, stride),
        _ => new MixWork(_pool),
    };

    /// <summary>
    /// At Transitions a ping is stored if the last store is 50 s ago. How many are would depend on the time since the last round, so all are
    /// stored before, and none while it is measured; the cost of a stored one is that at EveryEvent.
    /// </summary>
    private Task PrepareAsync(string work, int stride) => work == WorkNames.Ping && Subject.StoresPingsLater
        ? RunAsync(new PingWork(_pool, stride, _pool.Count / stride))
        : Task.CompletedTask;

    private Task<LoadResult> RunAsync(IWork work) => _settings.Cores.RunLoadAsync(() => _load.Saturate(work, UntilDone, _cancellation));

    private async Task<Sample> MeasureAsync(string work, int round, Func<LoadResult> load)
    {
        var runtimesBefore = await Processes.ReadRuntimesAsync();
        var before = Processes.ReadProcessorTimes();
        var result = await _settings.Cores.RunLoadAsync(load);
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
