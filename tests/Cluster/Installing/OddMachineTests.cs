namespace SessionGrains.Cluster.Tests;

/// <summary>The program on machines that are not as it might expect: it works, or it says in one line what to do.</summary>
[Collection(ProcessTests.Name)]
public sealed class OddMachineTests : TestMachine
{
    private readonly int _port = FreePort.Next();

    /// <summary>Below <c>/sys</c> not even root may create a file.</summary>
    [Theory]
    [InlineData("/sys/session-grains/sessions.db", "The data folder /sys/session-grains cannot be created (", "give this user the right to write there, or name a file in another folder in Storage:Sqlite:Path.")]
    [InlineData("/sys/sessions.db", "The session database '/sys/sessions.db' cannot be used (", "give this user the right to write to it and to its folder /sys, or name another file in Storage:Sqlite:Path.")]
    public async Task Without_the_right_to_write_the_data_folder_it_names_the_folder(string path, string said, string advice)
    {
        var output = await RefusalAsync($"--Storage:Sqlite:Path={path}");

        Assert.StartsWith($"Cannot start: {said}", output, StringComparison.Ordinal);
        Assert.EndsWith(advice, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_is_a_file_is_named()
    {
        var file = Path.Combine(Folder, "data");
        await File.WriteAllTextAsync(file, "");

        Assert.StartsWith($"Cannot start: The data folder {file} cannot be created (it is a file): ", await RefusalAsync($"--Storage:Sqlite:Path={file}/sessions.db"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_said_in_one_line_before_anything_is_stored()
    {
        using var taken = new TcpListener(IPAddress.Loopback, _port);
        taken.Start();

        Assert.Equal($"Cannot start: http://127.0.0.1:{_port} is in use by another process: stop it, or listen elsewhere with --urls http://localhost:8081.", await RefusalAsync());
        Assert.False(Directory.Exists(Path.Combine(Folder, "data")));
    }

    [Fact]
    public async Task A_second_start_on_the_same_data_is_refused_in_one_line()
    {
        await WorksAsync(StartWith([]));

        Assert.StartsWith($"Cannot start: The session database '{Folder}/data/sessions.db' is in use by another process: ", await RefusalAsync($"--urls=http://127.0.0.1:{FreePort.Next()}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_the_machine_does_not_have_is_said_in_one_line() =>
        Assert.Equal($"Cannot start: http://192.0.2.1:{_port} is not an address of this machine: listen on one that it has, such as --urls http://localhost:8080.", await RefusalAsync($"--urls=http://192.0.2.1:{_port}"));

    [Fact]
    public async Task Without_IPv6_it_works() => await WorksAsync(StartWith(["DOTNET_SYSTEM_NET_DISABLEIPV6=1"], $"--urls=http://localhost:{_port}"));

    [NamespaceFact]
    public async Task Without_IPv4_it_works()
    {
        var server = StartWith(["unshare", "--net", "sh", "-c", $"{ProgramPath.Find("ip")} link set lo up && {ProgramPath.Find("ip")} address delete 127.0.0.1/8 dev lo && exec \"$0\" \"$@\""], $"--urls=http://localhost:{_port}");
        await server.WaitForLineAsync("SessionGrains on ");

        var request = $"exec 3<>/dev/tcp/::1/{_port}; printf 'POST /api/v1/sessions HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: {OddMachineSession.Start.Length}\\r\\nConnection: close\\r\\n\\r\\n%s' '{OddMachineSession.Start}' >&3; head -n 1 <&3";
        var player = Run(RunningProcess.StartFile("nsenter", ["--net", "--target", $"{server.Id}", "bash", "-c", request]));
        Assert.Equal(0, await player.WaitForExitAsync());
        Assert.StartsWith("HTTP/1.1 201 ", player.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locale_without_UTF8_loses_no_letter_of_what_it_prints()
    {
        var folder = Path.Combine(Folder, "Größe");
        var server = StartWith(["-u", "LANG", "LC_ALL=C"], $"--Storage:Sqlite:Path={folder}/sessions.db");
        await WorksAsync(server);

        await server.WaitForLineAsync($"storage Sqlite in {folder}/sessions.db, ");
        Assert.Contains($"the operator key in {folder}/operator.key", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('?', server.Output);
    }

    [Theory]
    [InlineData("HOME=/nowhere")]
    [InlineData("--unset=HOME")]
    public async Task Without_a_home_it_works(string environment) => await WorksAsync(StartWith([environment]));

    /// <summary>As a machine without a battery starts, until it has asked for the time.</summary>
    [ClockTheory]
    [InlineData("1970-01-01 00:00:10")]
    public async Task With_a_clock_in_1970_it_works(string time) => await WorksAsync(StartWith([ProgramPath.Find("faketime")!, "--exclude-monotonic", "-f", $"@{time}"]));

    private async Task<string> RefusalAsync(params string[] args)
    {
        var server = StartWith([], args);
        Assert.Equal(1, await server.WaitForExitAsync());
        Assert.DoesNotContain('\n', server.Output);
        return server.Output;
    }

    /// <summary>A session opens and can be read with the key of the file.</summary>
    private async Task WorksAsync(RunningProcess server)
    {
        await server.WaitForLineAsync("Reading needs the operator key in ");
        var file = server.Output.Split("Reading needs the operator key in ")[1].Split(", sent as")[0];
        using var reach = new TrackingServer([_port], Deadline.Patience, (await File.ReadAllTextAsync(file)).Trim());
        var opened = await reach.PostAsync(TrackingServer.Sessions, Encoding.UTF8.GetBytes(OddMachineSession.Start));
        Assert.Equal(201, opened.Code);
        Assert.Equal(200, (await reach.GetAsync(opened.Location!)).Code);
    }

    /// <summary>In a working directory of its own, with variables and programs before it.</summary>
    private RunningProcess StartWith(string[] before, params string[] args) =>
        Run(RunningProcess.StartFile("env", ["-C", Folder, .. before, Path.Combine(Executables.Folder, "SessionGrains.Api"), $"--urls=http://127.0.0.1:{_port}", .. args]));
}
