namespace SessionGrains.Cluster.Tests;

[Collection(ProcessTests.Name)]
public sealed class StartAndJoinTests(ITestOutputHelper output) : TestMachine
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Silos_and_front_door_find_each_other_whoever_starts_first(bool frontDoorFirst)
    {
        var port = FreePort.Next();
        if (frontDoorFirst)
        {
            Run(RunningProcess.FrontDoor(Folder, port));
            await Deadline.UntilAsync(async () => await StatusAsync(port) == 503, () => "the front door does not answer without a silo");
        }

        await Run(RunningProcess.Silo(Folder)).WaitForLineAsync("Silo up");
        await Run(RunningProcess.Silo(Folder)).WaitForLineAsync("Silo up");
        if (!frontDoorFirst)
            Run(RunningProcess.FrontDoor(Folder, port));

        await Deadline.UntilAsync(async () => await StatusAsync(port) == 200, () => "the front door did not find the silos");
        Assert.Equal(2, MemberIds().Count);
    }

    [Fact]
    public async Task A_front_door_finds_another_silo_when_the_only_one_that_it_was_connected_to_is_killed()
    {
        var connected = Run(RunningProcess.Silo(Folder));
        await connected.WaitForLineAsync("Silo up");
        var port = FreePort.Next();
        var frontDoor = Run(RunningProcess.FrontDoor(Folder, port));
        await Deadline.UntilAsync(async () => await StatusAsync(port) == 200, () => "the front door did not find the silo");

        // Nobody calls the front door now, so it has no reason to connect to this one.
        await Run(RunningProcess.Silo(Folder)).WaitForLineAsync("Silo up");
        connected.Kill();
        await frontDoor.WaitForLineAsync("The connection to the last silo of the cluster is lost");
        var lost = TimeProvider.System.GetTimestamp();

        await Deadline.UntilAsync(async () => await StatusAsync(port) == 200, () => $"the front door did not find the other silo. {frontDoor.Output}");
        var found = TimeProvider.System.GetElapsedTime(lost);
        output.WriteLine($"Found after {found.TotalSeconds:0.0} s.");
        Assert.True(found < TimeSpan.FromSeconds(20), $"found after {found.TotalSeconds:0.0} s");
    }

    [Fact]
    public async Task A_front_door_that_never_found_a_silo_stops_in_order()
    {
        var port = FreePort.Next();
        var frontDoor = Run(RunningProcess.FrontDoor(Folder, port));
        await Deadline.UntilAsync(async () => await StatusAsync(port) != 0, () => "the front door does not answer without a silo");

        frontDoor.Terminate();

        Assert.Equal(0, await frontDoor.WaitForExitAsync());
        Assert.DoesNotContain("Exception", frontDoor.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_all_silos_were_killed_a_new_one_starts_without_waiting_for_them_to_be_voted_out()
    {
        var first = Run(RunningProcess.Silo(Folder));
        var second = Run(RunningProcess.Silo(Folder));
        await first.WaitForLineAsync("Silo up");
        await second.WaitForLineAsync("Silo up");
        first.Kill();
        second.Kill();
        await Deadline.UntilAsync(() => first.HasExited && second.HasExited, () => "a silo survived SIGKILL");

        var third = Run(RunningProcess.Silo(Folder));
        await third.WaitForLineAsync("Silo up");

        Assert.Equal([third.Id], MemberIds());
    }

    [Fact]
    public async Task A_silo_stopped_by_SIGTERM_leaves_the_cluster_and_can_come_back_on_its_port()
    {
        var staying = Run(RunningProcess.Silo(Folder));
        await staying.WaitForLineAsync("Silo up");
        var port = FreePort.Next();
        var leaving = Run(RunningProcess.Silo(Folder, $"--Cluster:SiloPort={port}"));
        await leaving.WaitForLineAsync("Silo up");

        leaving.Terminate();

        Assert.Equal(0, await leaving.WaitForExitAsync());
        Assert.Equal([staying.Id], MemberIds());

        var back = Run(RunningProcess.Silo(Folder, $"--Cluster:SiloPort={port}"));
        await back.WaitForLineAsync($"Silo up: port {port},");
        Assert.Contains(back.Id, MemberIds());
    }

    [Fact]
    public async Task Silos_that_start_at_the_same_moment_take_different_ports()
    {
        RunningProcess[] silos = [Run(RunningProcess.Silo(Folder)), Run(RunningProcess.Silo(Folder)), Run(RunningProcess.Silo(Folder))];
        foreach (var silo in silos)
            await silo.WaitForLineAsync("Silo up");

        var lines = silos.Select(static silo => silo.Output.Split('\n').Single(static line => line.StartsWith("Silo up", StringComparison.Ordinal)));
        Assert.Equal(3, lines.Select(static line => line.Split(',')[0]).Distinct().Count());
        Assert.Equal(3, MemberIds().Count);
    }

    [Fact]
    public async Task A_silo_whose_configured_port_is_taken_says_so_in_one_line()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var silo = Run(RunningProcess.Silo(Folder, $"--Cluster:GatewayPort={port}"));

        Assert.Equal(1, await silo.WaitForExitAsync());
        Assert.Equal($"Cannot start: TCP port {port} (Cluster:GatewayPort) is taken: stop the program that listens there, set another, or leave it out to get a free one.", silo.Output);
    }

    [Theory]
    [InlineData("Cannot start: Cluster:Mode is 'Kubernetes': set it to Embedded or Localhost or Redis.", "--Cluster:Mode=Kubernetes")]
    [InlineData("Cannot start: Cluster:Mode is Embedded: an embedded silo runs in src/Api; leave Cluster:Mode out, or set it to Localhost or Redis.", "--Cluster:Mode=Embedded")]
    [InlineData("Cannot start: Cluster:Role is Node: this program is always a silo. Leave Cluster:Role out, or start SessionGrains.Api.", "--Cluster:Role=Node")]
    [InlineData("Cannot start: Cluster:Role is Captain: this program is always a silo. Leave Cluster:Role out, or start SessionGrains.Api.", "--Cluster:Role=Captain")]
    [InlineData("Cannot start: Cluster:SiloPort is 70000: a TCP port is 1 to 65535.", "--Cluster:SiloPort=70000")]
    [InlineData("Cannot start: Process:Scheduling is 'Realtime': set it to Batch or Normal.", "--Process:Scheduling=Realtime")]
    [InlineData("Cannot start: Sessions:Retention is 00:00:00: it must be from 00:00:01 to 365.00:00:00 (days.hours:minutes:seconds).", "--Sessions:Retention=0")]
    public async Task A_wrong_setting_stops_a_silo_with_one_line(string said, string arg)
    {
        var silo = Run(RunningProcess.Silo(Folder, arg));

        Assert.Equal(1, await silo.WaitForExitAsync());
        Assert.Equal(said, silo.Output);
    }

    /// <summary>0: no answer.</summary>
    private static async Task<int> StatusAsync(int port)
    {
        using var door = new TrackingServer([port]);
        return (await door.GetAsync("health/ready")).Code;
    }
}
