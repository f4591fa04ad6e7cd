namespace SessionGrains.Faults.Tests;

/// <summary>The network does what a proof takes it to do.</summary>
[Collection(FaultRuns.Name)]
public sealed class FaultNetworkTests
{
    private const int Port = 6379;

    [NetworkFact]
    public async Task A_node_reaches_another_until_what_it_sends_is_lost_and_again_when_it_is_healed()
    {
        using var network = new FaultNetwork("a", "b");
        using var server = await ServeAsync(network["a"]);
        Assert.True(await ReachesAsync(network["b"], network["a"]));

        network["a"].Lose(network["b"], 1);
        Assert.False(await ReachesAsync(network["b"], network["a"]));

        network.LoseNothing();
        Assert.True(await ReachesAsync(network["b"], network["a"]));
    }

    [NetworkFact]
    public async Task Where_only_the_answers_are_lost_no_connection_is_made()
    {
        using var network = new FaultNetwork("a", "b", "c");
        using var server = await ServeAsync(network["a"]);

        network["b"].Lose(network["a"], 1);

        Assert.False(await ReachesAsync(network["b"], network["a"]));
        Assert.True(await ReachesAsync(network["c"], network["a"]));
    }

    [NetworkFact]
    public async Task A_slow_way_takes_its_time_in_both_directions()
    {
        using var network = new FaultNetwork("a", "b");
        using var server = await ServeAsync(network["a"]);
        using var proxies = new Proxies(network, ("a", Port));
        network.Delays = [(new("b", "a"), TimeSpan.FromSeconds(0.4))];

        var began = TimeProvider.System.GetTimestamp();
        using var ping = network["b"].Start("/bin/bash", ["-c", $"exec 3<>/dev/tcp/{network["a"].Address}/{Port}; echo PING >&3; read -r answer <&3; echo $answer"]);
        await ping.WaitForLineAsync("PONG");

        // The connection takes two ways, the request and the answer one each.
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.FromSeconds(1.6), Deadline.Patience);
    }

    [NetworkFact]
    public async Task What_a_run_that_died_has_left_behind_is_ended_and_removed()
    {
        // As after a crash: the namespaces are there, and a process in one, but nobody holds the lock.
        const string Abandoned = "sgnet199-redis";
        SystemCommand.TryRun("ip", "netns", "delete", Abandoned);
        SystemCommand.Run("ip", "netns", "add", Abandoned);
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "session-grains-network-199")).FullName;
        using var orphan = RunningProcess.StartFile(ProgramPath.Find("nsenter")!, [$"--net=/run/netns/{Abandoned}", ProgramPath.Find("sleep")!, "1000"]);
        await Deadline.UntilAsync(() => SystemCommand.Run("ip", "netns", "pids", Abandoned).Length > 0, () => "nothing runs in the namespace");

        using var network = new FaultNetwork("a");

        await orphan.WaitForExitAsync();
        Assert.False(File.Exists($"/run/netns/{Abandoned}"));
        Assert.False(Directory.Exists(folder));
    }

    [NetworkFact]
    public void Two_networks_at_the_same_time_have_nothing_in_common_and_leave_nothing()
    {
        string[] left;
        using (var one = new FaultNetwork("a"))
        using (var other = new FaultNetwork("a"))
        {
            Assert.NotEqual(one["a"].Address, other["a"].Address);
            left = [one["a"].Namespace, other["a"].Namespace];
            Assert.All(left, static name => Assert.True(File.Exists($"/run/netns/{name}")));
        }

        Assert.All(left, static name => Assert.False(File.Exists($"/run/netns/{name}")));
    }

    private static async Task<RunningProcess> ServeAsync(NetworkNode node)
    {
        var redis = node.Start(ProgramPath.Find("redis-server")!, ["--port", $"{Port}", "--bind", node.Address, "--protected-mode", "no", "--save", ""]);
        await redis.WaitForLineAsync("Ready to accept connections");
        return redis;
    }

    private static async Task<bool> ReachesAsync(NetworkNode from, NetworkNode to)
    {
        using var attempt = from.Start(ProgramPath.Find("timeout")!, ["1", "/bin/bash", "-c", $": </dev/tcp/{to.Address}/{Port}"]);
        return await attempt.WaitForExitAsync() == 0;
    }
}
