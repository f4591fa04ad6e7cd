namespace SessionGrains.Cluster.Tests;

/// <summary>The .NET tool as a user installs and starts it (docs/install.md#as-a-net-tool).</summary>
[Collection(ProcessTests.Name)]
public sealed class ToolTests(InstalledTool tool) : TestMachine, IClassFixture<InstalledTool>
{
    private readonly int _port = FreePort.Next();

    private string Data => Path.Combine(Folder, ".local", "share", "sessiongrains");

    [Fact]
    public async Task Installed_it_keeps_sessions_in_the_users_data_folder_across_a_restart()
    {
        var server = await StartAsync();
        Assert.Contains($"storage Sqlite in {Data}/sessions.db", server.Output, StringComparison.Ordinal);
        Assert.Contains($"the operator key in {Data}/operator.key", server.Output, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Data));

        using var reach = new TrackingServer([_port], Deadline.Patience, (await File.ReadAllTextAsync(Path.Combine(Data, "operator.key"))).Trim());
        var (session, answer) = await SteppedSession.OpenAsync(reach, "film");
        Assert.True(session is not null, $"{answer}");
        Assert.Equal(204, await session.SendAsync("play"));
        Assert.Equal(200, (await reach.GetAsync("/")).Code);

        server.Interrupt();
        Assert.Equal(0, await server.WaitForExitAsync());
        await StartAsync();

        var read = await reach.GetAsync(session.Path);
        Assert.Equal(200, read.Code);
        Assert.Contains("\"received\":2", read.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_one_of_the_same_user_is_refused_in_one_line_and_export_reads_beside_it()
    {
        await StartAsync();

        var second = Run(tool.Start(Folder, $"--urls=http://127.0.0.1:{FreePort.Next()}"));
        Assert.Equal(1, await second.WaitForExitAsync());
        Assert.StartsWith($"Cannot start: The session database '{Data}/sessions.db' is in use by another process", second.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', second.Output);

        var export = Run(tool.Start(Folder, "export", $"--to={Path.Combine(Folder, "files")}"));
        Assert.True(await export.WaitForExitAsync() == 0, export.Output);
        Assert.StartsWith("0 sessions in 0 windows", export.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_finds_the_programs_of_a_local_cluster()
    {
        var cluster = Run(tool.Start(Folder, "cluster", "--silos", "1", $"--urls=http://127.0.0.1:{_port}"));
        await cluster.WaitForLineAsync("Ctrl-C ends them all.");
        Assert.True(await IsReadyAsync(_port));
        cluster.Interrupt();

        Assert.Equal(0, await cluster.WaitForExitAsync());
    }

    [Theory]
    [InlineData("Usage: sessiongrains [--<name> <value>]", "--help")]
    [InlineData("Usage: sessiongrains cluster ", "cluster", "--help")]
    [InlineData("Usage: sessiongrains export ", "export", "--help")]
    [InlineData("Usage: sessiongrains demo ", "demo", "--help")]
    public async Task Its_help_names_the_command_as_it_is_typed(string usage, params string[] args)
    {
        var help = Run(tool.Start(Folder, args));

        Assert.Equal(0, await help.WaitForExitAsync());
        Assert.Contains(usage, help.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_home_it_says_in_one_line_what_to_set()
    {
        var server = Run(tool.Start("/nowhere", $"--urls=http://127.0.0.1:{_port}"));

        Assert.Equal(1, await server.WaitForExitAsync());
        Assert.StartsWith("Cannot start: ", server.Output, StringComparison.Ordinal);
        Assert.Contains("This user has no home folder to keep sessions in: set HOME or XDG_DATA_HOME, or name the database file in Storage:Sqlite:Path.", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', server.Output);
    }

    private async Task<RunningProcess> StartAsync()
    {
        var server = Run(tool.Start(Folder, $"--urls=http://127.0.0.1:{_port}"));
        await server.WaitForLineAsync("Reading needs");
        return server;
    }
}
