using SessionGrains.Sessions;
using SessionGrains.Sessions.Watching;

namespace SessionGrains.Api.Tests;

/// <summary>
/// Sessions that do what a test says with each call; the ids asked for are kept. With a clock a first event or start that is not answered is given up when Orleans would; the next ones are given up before that.
/// </summary>
internal sealed class FakeSessions(Func<int, Task> onCall, TimeProvider? clock = null) : ISessions
{
    private int _calls;

    public event Action? Called;

    public List<string> Ids { get; } = [];

    public ISessionFinder Finder => throw new NotSupportedException();

    public IReportReader Reports => throw new NotSupportedException();

    public ISessionGrain Of(IdSpan id)
    {
        Called?.Invoke();
        Ids.Add(id.ToString());
        return new Grain(() => onCall(++_calls), clock, isRepeated: _calls > 0);
    }

    private sealed class Grain(Func<Task> onCall, TimeProvider? clock, bool isRepeated) : ISessionGrain
    {
        public Task Start(StartRequest request) => GivenUpAtFirst();

        public async ValueTask<TrackVerdict> Track(PlayerEvent playerEvent)
        {
            await GivenUpAtFirst();
            return TrackVerdict.Accepted;
        }

        public Task SubmitDownloaded(StartRequest request, PlayerEvent[] events) => onCall();

        public async Task<SessionView?> Read()
        {
            await onCall();
            return null;
        }

        public Task<SessionView?> ReadWithJournal() => Read();

        public async Task<SessionUpdate?> Watch(WatchCursor? seen, TimeSpan patience)
        {
            await onCall();
            return null;
        }

        public async Task<FoundSession?> Find(SessionQuery query)
        {
            await onCall();
            return null;
        }

        public async Task<long?> HandleDeadline()
        {
            await onCall();
            return null;
        }

        private Task GivenUpAtFirst() => clock is null || isRepeated ? onCall() : onCall().WaitAsync(TimeSpan.FromSeconds(2.5), clock);
    }
}
