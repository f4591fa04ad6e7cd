using SessionGrains.Bench.Cost.Load;
using SessionGrains.Bench.Cost.Subjects;
using SessionGrains.Bench.Cost.Traffic;

namespace SessionGrains.Bench.Cost.Runs;

/// <summary>A running subject with its live sessions and the connections that load it.</summary>
internal sealed class LoadedSubject : IDisposable
{
    private readonly RunningSubject _running;
    private readonly LoadGenerator _load;
    private readonly LivePool _pool;
    private readonly Dictionary<string, IWork> _works;
    private readonly SubjectSettings _settings;

    private LoadedSubject(RunningSubject running, SubjectSettings settings, int sessions, int connections)
    {
        _running = running;
        _settings = settings;
        _pool = new LivePool(sessions);
        _load = new LoadGenerator(running.Endpoint, connections);
        _works = new()
        {
            [WorkNames.Create] = new CreateWork(),
            [WorkNames.Ping] = new PingWork(_pool, sessions),
            [WorkNames.Mix] = new MixWork(_pool),
        };
    }

    public Subject Subject => _running.Subject;

    /// <summary>Starts the subject and opens its sessions, spread over the viewer-hour.</summary>
    public static async Task<LoadedSubject> StartAsync(Subject subject, SubjectSettings settings, int sessions, int connections, CancellationToken cancellation)
    {
        var running = await RunningSubject.StartAsync(subject, settings, cancellation);
        try
        {
            var loaded = new LoadedSubject(running, settings, sessions, connections);
            await loaded.OpenSessionsAsync(cancellation);
            return loaded;
        }
        catch
        {
            running.Dispose();
            throw;
        }
    }

    /// <summary>Saturates it with this work for so long.</summary>
    public Task<Sample> SaturateAsync(string work, int round, TimeSpan time, CancellationToken cancellation) =>
        MeasureAsync(work, round, () => _load.Saturate(_works[work], time, cancellation));

    /// <summary>Asks it at a fixed rate, whatever it answers, for so long.</summary>
    public Task<Sample> PaceAsync(string work, int round, double perSecond, TimeSpan time, CancellationToken cancellation) =>
        MeasureAsync(work, round, () => _load.Pace(_works[work], perSecond, time, cancellation));

    public void Dispose()
    {
        _load.Dispose();
        _running.Dispose();
    }

    private async Task<Sample> MeasureAsync(string work, int round, Func<LoadResult> load)
    {
        var allocated = (await _running.ReadRuntimesAsync()).AllocatedBytes;
        var before = _running.ReadProcessorTimes();
        var result = await _settings.Cores.RunLoadAsync(load);
        var after = _running.ReadProcessorTimes();
        allocated = (await _running.ReadRuntimesAsync()).AllocatedBytes - allocated;
        var costs = after.ToDictionary(static role => role.Key, role => (role.Value - before[role.Key]).TotalMicroseconds / result.Requests);
        return new Sample(Subject.Name, work, round, result.Requests, result.PerSecond, costs, (double)allocated / result.Requests, result.Microseconds);
    }

    private async Task OpenSessionsAsync(CancellationToken cancellation)
    {
        await EachAsync("sessionStart", isStart: true);

        // The middle of the hour has main content playing in a chapter.
        await EachAsync("play", isStart: false);
        await EachAsync("chapterStart", isStart: false);
        for (var slot = 0; slot < _pool.Capacity; slot++)
            _pool.Step(slot) = (short)ViewerHour.Joints[(int)((long)slot * ViewerHour.Joints.Count / _pool.Capacity)];

        Task EachAsync(string eventType, bool isStart) => _settings.Cores.RunLoadAsync(() =>
            _load.Saturate(new EverySlotOnce(_pool, 0, _pool.Capacity, RecordedTraffic.Of(eventType), isStart), TimeSpan.FromHours(1), cancellation));
    }
}
