using System.Text.Json.Nodes;

namespace SessionGrains.Cluster.Tests;

/// <summary>The audience of one cluster, seen through two front doors while it changes.</summary>
[Collection(ProcessTests.Name)]
public sealed class TwoFrontDoorsTests : TestMachine
{
    private const int Viewers = 20;
    private const int Compared = 20;

    /// <summary>What follows the counts, or the time of its own clock, in half a second.</summary>
    private static readonly string[] NotAsOf = ["silos", "lastMinute", "incomplete"];

    [Trait(Tier.Name, Tier.Nightly)]
    [Fact]
    public async Task Both_show_the_same_numbers_while_viewers_of_both_come_play_and_pause_and_after_all_have_gone()
    {
        var silo = Run(RunningProcess.Silo(Folder, $"--Storage:Sqlite:Path={Path.Combine(Folder, "sessions.db")}"));
        await silo.WaitForLineAsync("Silo up");
        int[] ports = [FreePort.Next(), FreePort.Next()];
        foreach (var port in ports)
            Run(RunningProcess.FrontDoor(Folder, port));
        await Deadline.UntilAsync(async () => await IsReadyAsync(ports[0]) && await IsReadyAsync(ports[1]), () => "the front doors are not ready");

        using var first = new SteppedCrowd(ports[0]);
        using var second = new SteppedCrowd(ports[1]);
        using var doors = new Doors(ports);
        await Task.WhenAll(first.JoinAsync(Viewers), second.JoinAsync(Viewers));
        await Deadline.UntilAsync(async () => (await doors.ReadAsync()).All(static live => HasOpen(live, 2 * Viewers) && !(bool)live["incomplete"]!), () => "not every session is counted");

        var seen = new Dictionary<string, HashSet<string>>[] { [], [] };
        await Deadline.UntilAsync(
            async () =>
            {
                var playing = Task.WhenAll(PlayAsync(first), PlayAsync(second));
                await doors.WaitForReportsAsync();
                foreach (var (live, known) in (await doors.ReadAsync()).Zip(seen))
                    Record(live, known);
                await playing;
                return Shared(seen).Count() >= Compared;
            },
            () => "the front doors never showed the same half second");
        foreach (var time in Shared(seen))
            Assert.Single(seen[0][time].Union(seen[1][time]));
        Assert.True(Shared(seen).SelectMany(time => seen[0][time]).Distinct().Count() > 1, "nothing changed meanwhile");

        await Task.WhenAll(EndAsync(first), EndAsync(second));
        await Deadline.UntilAsync(async () => (await doors.ReadAsync()).All(static live => HasOpen(live, 0) && live["titles"]!.AsArray().Count == 0), () => "a session is counted that has gone");
    }

    private static bool HasOpen(JsonNode live, int sessions) => (int)live["open"]! == sessions && (int)live["viewers"]! == sessions;

    /// <summary>The half seconds that both front doors have shown.</summary>
    private static IEnumerable<string> Shared(Dictionary<string, HashSet<string>>[] seen) => seen[0].Keys.Intersect(seen[1].Keys);

    private static void Record(JsonNode live, Dictionary<string, HashSet<string>> known)
    {
        foreach (var name in NotAsOf)
            live.AsObject().Remove(name);
        foreach (var title in live["titles"]!.AsArray())
            title!.AsObject().Remove("recentViewers");
        var time = (string)live["asOf"]!;
        known.TryAdd(time, []);
        known[time].Add(live.ToJsonString());
    }

    /// <summary>One more viewer, and of the others each does something else.</summary>
    private static async Task PlayAsync(SteppedCrowd crowd)
    {
        await crowd.JoinAsync(1);
        await crowd.ForEachAsync(static async session => Assert.Equal(204, await SteppedCrowd.SendAsync(session, (session.Sent % 3) switch { 0 => "pauseStart", 1 => "bufferStart", _ => "play" })));
    }

    private static Task EndAsync(SteppedCrowd crowd) => crowd.ForEachAsync(static async session => Assert.Equal(204, await SteppedCrowd.SendAsync(session, "sessionEnd")));

    /// <summary>Reads both at the same time.</summary>
    private sealed class Doors(int[] ports) : IDisposable
    {
        private const int HalfSecondMs = 500;
        private const int MostLateMs = 16;

        private readonly HttpClient[] _doors = [.. ports.Select(RunningProcess.Operator)];
        private int _lateMs;

        /// <summary>Until silos report, a moment later each time: then some of the counts are of one half second and some of the next.</summary>
        public Task WaitForReportsAsync() =>
            Task.Delay(HalfSecondMs - (int)(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() % HalfSecondMs) + (_lateMs++ % MostLateMs));

        public async Task<JsonNode[]> ReadAsync() => [.. (await Task.WhenAll(_doors.Select(static door => door.GetStringAsync("/api/v1/live")))).Select(static text => JsonNode.Parse(text)!)];

        public void Dispose()
        {
            foreach (var door in _doors)
                door.Dispose();
        }
    }
}
