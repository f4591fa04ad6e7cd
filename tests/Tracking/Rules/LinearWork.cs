using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>A downloaded session of 16 times the events takes about 16 times as long. Quadratic work takes 256 times as long.</summary>
public sealed class LinearWork(ITestOutputHelper output)
{
    private static readonly string[] Twenty = [.. Enumerable.Range(0, 20).Select(static n => $"state {n}".PadRight(200, '\u0131'))];

    public static TheoryData<string> Kinds() => [.. Events.Keys];

    private static readonly Dictionary<string, Func<int, PlayerEvent>> Events = new()
    {
        ["states that end and are not open"] = static _ => StatesUpdate(5, ends: Twenty),
        ["states that begin and end"] = static n => StatesUpdate(5, starts: Twenty[..(n % 20)], ends: Twenty[(n % 20)..]),
        ["pings after closings with nothing to close"] = static n => n % 2 == 0 ? Ping(5) : StateEnd(5, Twenty[0]),
        ["ads that end and are not open"] = static n => n % 2 == 0 ? AdComplete(5) : Ping(5),
        ["ads"] = static n => n % 2 == 0 ? AdStart(n, $"ad {n}") : AdComplete(n),
        ["chapters while the playhead stands"] = static n => n % 2 == 0 ? ChapterStart(n, n) : Ping(n),
        ["seeks"] = static n => Play(n, n % 2 == 0 ? n * 1_000 : 0),
        ["unknown values"] = static n => Ping(n, n, new() { Others = [.. Enumerable.Range(0, 32).Select(k => new QoeValue($"k{k + n}", "1"))] }),
        ["findings"] = static n => Of(PlayerEventType.Ping, n, 0, new() { Bitrate = -1 }, unknownMember: $"/x{n}", metadataIgnored: true),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Work_grows_as_the_events_do(string kind)
    {
        var (small, large) = (Make(kind, 1_000), Make(kind, 16_000));
        Time(small, 3);
        Time(large, 1);
        var (one, sixteen) = (Time(small, 8), Time(large, 1));
        output.WriteLine($"{kind}: {one:0.0} ms and {sixteen:0.0} ms, {sixteen / one:0.0} times, {sixteen * 1_000 / large.Length:0.0} us an event");
        Assert.InRange(sixteen, 0, (one * 80) + 1);
    }

    private static PlayerEvent[] Make(string kind, int count) => [.. Enumerable.Range(0, count).Select(Events[kind])];

    /// <summary>The best of three, in ms each.</summary>
    private static double Time(PlayerEvent[] events, int times) => Enumerable.Range(0, 3).Min(_ =>
    {
        var begun = TimeProvider.System.GetTimestamp();
        for (var n = 0; n < times; n++)
        {
            Session.Downloaded(SessionStart(), events, Zero, SessionTimeouts.Default);
        }

        return TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds / times;
    });
}
