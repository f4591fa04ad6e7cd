namespace SessionGrains.Cluster.Tests;

[Collection(ProcessTests.Name)]
public sealed class LocalClusterCommandTests : TestMachine
{
    [Fact]
    public async Task The_command_shows_each_silo_with_its_port_and_Ctrl_C_ends_them_all()
    {
        var port = FreePort.Next();
        var cluster = Run(RunningProcess.LocalCluster(Folder, port, "--silos", "2"));
        await cluster.WaitForLineAsync("Ctrl-C ends them all.");
        var silos = MemberIds();

        Assert.Equal(2, silos.Count);
        foreach (var silo in silos)
            Assert.Matches($@"silo-\d +{silo} +1\d{{4}} +3\d{{4}}", cluster.Output);

        Assert.Matches($@"api +\d+ +http://127\.0\.0\.1:{port}", cluster.Output);

        cluster.Interrupt();

        Assert.Equal(0, await cluster.WaitForExitAsync());
        Assert.All(silos, static silo => Assert.False(RunningProcess.IsAlive(silo)));
        Assert.Empty(MemberIds());
    }

    [Fact]
    public async Task Without_a_number_three_nodes_run_behind_a_front_door_and_any_of_them_may_be_killed()
    {
        var port = FreePort.Next();
        var cluster = Run(RunningProcess.LocalCluster(Folder, port));
        await cluster.WaitForLineAsync("Ctrl-C ends them all.");
        var nodes = MemberIds();

        Assert.Equal(3, nodes.Count);
        foreach (var node in nodes)
            Assert.Matches($@"node-\d +{node} +1\d{{4}} +3\d{{4}} +http://localhost:\d+", cluster.Output);

        foreach (var killed in nodes.Take(2))
        {
            RunningProcess.Kill(killed);
            await cluster.WaitForLineAsync($"Silo left: pid {killed}");
            await Deadline.UntilAsync(() => IsReadyAsync(port), () => $"the cluster is not ready without {killed}");
        }

        Assert.Equal([nodes[2]], MemberIds());
    }

    [Fact]
    public async Task When_the_command_itself_is_killed_its_silos_end_in_order()
    {
        var cluster = Run(RunningProcess.LocalCluster(Folder, FreePort.Next(), "--silos", "2"));
        await cluster.WaitForLineAsync("Ctrl-C ends them all.");
        var silos = MemberIds();

        cluster.Kill();

        await Deadline.UntilAsync(() => !silos.Any(RunningProcess.IsAlive), () => "a silo outlived the command that started it");
        Assert.Empty(MemberIds());
    }

    [Fact]
    public async Task A_silo_that_is_killed_and_one_that_is_added_are_reported()
    {
        var cluster = Run(RunningProcess.LocalCluster(Folder, FreePort.Next(), "--silos", "2"));
        await cluster.WaitForLineAsync("Ctrl-C ends them all.");
        var killed = MemberIds()[0];

        RunningProcess.Kill(killed);
        await cluster.WaitForLineAsync($"(pid {killed}) ended with exit code 137; 2 of 3 processes go on.");
        await cluster.WaitForLineAsync($"Silo left: pid {killed}");
        var added = Run(RunningProcess.Silo(Folder));
        await cluster.WaitForLineAsync($"Silo joined: pid {added.Id}");

        Assert.Contains(added.Id, MemberIds());
    }

    [Fact]
    public async Task A_taken_port_of_the_front_door_is_said_in_one_line_before_anything_starts()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var cluster = Run(RunningProcess.LocalCluster(Folder, port));

        Assert.Equal(1, await cluster.WaitForExitAsync());
        Assert.Equal($"Cannot start: http://127.0.0.1:{port} is in use by another process: stop it, or listen elsewhere with --urls http://localhost:8081.", cluster.Output);
    }

    [Fact]
    public async Task A_second_cluster_of_the_same_name_is_refused()
    {
        var first = Run(RunningProcess.Silo(Folder));
        await first.WaitForLineAsync("Silo up");

        var second = Run(RunningProcess.LocalCluster(Folder, FreePort.Next()));

        Assert.Equal(1, await second.WaitForExitAsync());
        Assert.StartsWith("Cannot start: the cluster 'local' is running already (silo on port ", second.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Cannot start: --silos is '0': a whole number from 1 to 32.", "--silos", "0")]
    [InlineData("Cannot start: --silos is 'three': a whole number from 1 to 32.", "--silos=three")]
    [InlineData("Cannot start: the option '--silo' is unknown: see cluster --help.", "--silo", "3")]
    [InlineData("Cannot start: '3' is not understood: see cluster --help.", "3")]
    [InlineData("Cannot start: --nodes is '33': a whole number from 1 to 32.", "--nodes", "33")]
    [InlineData("Cannot start: --nodes and --silos are both given: leave one of them out.", "--nodes=2", "--silos=2")]
    [InlineData("Cannot start: Cluster:SiloPort belongs to one process: here each takes the next free ports, so leave it out.", "--Cluster:SiloPort=11111")]
    [InlineData("Cannot start: Cluster:Role differs from process to process in a local cluster: leave it out, and choose with --nodes or --silos.", "--Cluster:Role=Node")]
    public async Task A_wrong_argument_is_said_in_one_line(string said, params string[] args)
    {
        var cluster = Run(RunningProcess.LocalCluster(Folder, FreePort.Next(), args));

        Assert.Equal(1, await cluster.WaitForExitAsync());
        Assert.Equal(said, cluster.Output);
    }

    [Fact]
    public async Task Help_tells_of_nodes_and_silos()
    {
        var help = Run(RunningProcess.LocalCluster(Folder, FreePort.Next(), "--help"));

        Assert.Equal(0, await help.WaitForExitAsync());
        Assert.Contains("--nodes N", help.Output, StringComparison.Ordinal);
        Assert.Contains("--silos N", help.Output, StringComparison.Ordinal);
    }
}
