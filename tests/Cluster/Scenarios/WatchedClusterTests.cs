using System.Text.Json.Nodes;

namespace SessionGrains.Cluster.Tests;

/// <summary>Watching and finding sessions through a front door that has none of them, while a silo dies.</summary>
[Collection(ProcessTests.Name)]
public sealed class WatchedClusterTests : TestMachine
{
    private const int AtOnce = 10;
    private const int MostFound = 200;

    [Fact]
    public async Task Streams_go_on_and_every_session_is_found_again_after_a_silo_was_killed()
    {
        var store = $"--Storage:Sqlite:Path={Path.Combine(Folder, "sessions.db")}";
        var silos = new[] { Run(RunningProcess.Silo(Folder, store)), Run(RunningProcess.Silo(Folder, store)) };
        foreach (var silo in silos)
            await silo.WaitForLineAsync("Silo up");

        var (players, operators) = (FreePort.Next(), FreePort.Next());
        Run(RunningProcess.FrontDoor(Folder, players));
        Run(RunningProcess.FrontDoor(Folder, operators));
        using var crowd = new SteppedCrowd(players);
        using var reader = RunningProcess.Operator(operators);
        await Deadline.UntilAsync(async () => await IsReadyAsync(players) && await IsReadyAsync(operators), () => "the front doors are not ready");
        await using (var spread = await Spread.OfAsync(Folder))
        {
            await Deadline.UntilAsync(
                async () =>
                {
                    await crowd.JoinAsync(AtOnce);
                    return (await spread.CountAsync()).Count == silos.Length;
                },
                () => "all sessions are on one silo");
        }

        var sessions = crowd.Sessions.Count;
        Assert.InRange(sessions, AtOnce, MostFound);
        await Deadline.UntilAsync(async () => await FoundAsync(reader) == sessions, () => "not every session was found by its title");

        var streams = await Task.WhenAll(crowd.Sessions.Select(session => ServerSentEvents.Open(reader, $"/{session.Path}/stream")));
        await Task.WhenAll(streams.Select(stream => stream.Until("session", HasEvents(2))));
        silos[0].Kill();
        await crowd.ForEachAsync(static session => Deadline.UntilAsync(async () => await SteppedCrowd.SendAsync(session) == 204, static () => "a session was not found again"));

        await Task.WhenAll(streams.Select(stream => stream.Until("session", HasEvents(3))));
        await Task.WhenAll(streams.Select(stream => stream.Until("countdown")));
        await Deadline.UntilAsync(async () => await FoundAsync(reader) == sessions, () => "a session was not found by its title again");
        foreach (var stream in streams)
            stream.Dispose();
    }

    /// <summary>A call that the front door made again counts as a repeat when the first one arrived after all.</summary>
    private static Func<JsonNode, bool> HasEvents(int events) => session => (int)session["events"]!["received"]! - (int)session["events"]!["duplicates"]! >= events;

    /// <summary>How many sessions of the crowd's title are found; −1 while a part of the cluster does not answer.</summary>
    private static async Task<int> FoundAsync(HttpClient reader)
    {
        using var answer = await reader.GetAsync($"/api/v1/sessions?mediaId={SteppedCrowd.MediaId}&visitorId=viewer-0&status=open&limit={MostFound}");
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            return -1;

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var found = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return (bool)found["incomplete"]! ? -1 : found["sessions"]!.AsArray().Count;
    }
}
