using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SessionGrains.Cluster.Tests;

/// <summary>The command <c>demo</c>.</summary>
[Collection(ProcessTests.Name)]
public sealed partial class DemoTests : TestMachine
{
    private readonly int _port = FreePort.Next();

    [Fact]
    public async Task Its_link_has_the_key_for_the_live_counts_and_Ctrl_C_leaves_nothing()
    {
        var demo = Run(Demo("--viewers", "20", $"--urls=http://127.0.0.1:{_port}"));
        await demo.WaitForLineAsync("Ctrl-C ends it.");
        var link = Link().Match(demo.Output);
        Assert.True(link.Success, demo.Output);
        Assert.Equal($"http://127.0.0.1:{_port}/", link.Groups["page"].Value);
        var folder = Assert.Single(Directory.GetDirectories(Folder, "sessiongrains-demo-*"));

        using var reach = new TrackingServer([_port], Deadline.Patience, link.Groups["key"].Value);
        await Deadline.UntilAsync(async () => Open(await reach.GetAsync("api/v1/live")) == 20, () => $"not all viewers came: {demo.Output}");
        using var stranger = new TrackingServer([_port], Deadline.Patience);
        Assert.Equal(401, (await stranger.GetAsync("api/v1/live")).Code);

        demo.Interrupt();
        Assert.Equal(0, await demo.WaitForExitAsync());
        Assert.False(Directory.Exists(folder));
        Assert.DoesNotContain("Exception", demo.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_said_in_one_line_and_leaves_nothing()
    {
        using var taken = new TcpListener(IPAddress.Loopback, _port);
        taken.Start();

        var demo = Run(Demo($"--urls=http://127.0.0.1:{_port}"));

        Assert.Equal(1, await demo.WaitForExitAsync());
        Assert.Equal($"Cannot start: http://127.0.0.1:{_port} is in use by another process: stop it, or listen elsewhere with --urls http://localhost:8081.", demo.Output);
        Assert.Empty(Directory.GetDirectories(Folder, "sessiongrains-demo-*"));
    }

    [Theory]
    [InlineData("Cannot start: --viewers is '0': a whole number from 1 to 1000.", "--viewers", "0")]
    [InlineData("Cannot start: '--viewers' needs a value.", "--viewers")]
    [InlineData("Cannot start: '--duration' is not an option of the demo, which takes --viewers and --urls: see demo --help.", "--duration=1m")]
    [InlineData("Cannot start: --urls is 'https://localhost:8443': the viewers of the demo need an address with http, such as http://localhost:8080.", "--urls=https://localhost:8443")]
    public async Task A_wrong_argument_is_said_in_one_line(string said, params string[] args)
    {
        var demo = Run(Demo(args));

        Assert.Equal(1, await demo.WaitForExitAsync());
        Assert.Equal(said, demo.Output);
    }

    [Fact]
    public async Task It_does_not_export_simulated_sessions()
    {
        var demo = Run(RunningProcess.StartFile("env", ["Exports__lake__Kind=File", Path.Combine(Executables.Folder, "SessionGrains.Api"), "demo", $"--urls=http://127.0.0.1:{_port}"]));

        Assert.Equal(1, await demo.WaitForExitAsync());
        Assert.Equal("Cannot start: Exports is set, and the sessions of simulated viewers would be exported: leave it out for the demo.", demo.Output);
    }

    private RunningProcess Demo(params string[] args) => RunningProcess.StartFile("env", [$"TMPDIR={Folder}", Path.Combine(Executables.Folder, "SessionGrains.Api"), "demo", .. args]);

    private static int? Open(Answer answer) => answer is { Code: 200, Text: { } text } ? (int?)JsonNode.Parse(text)!["open"] : null;

    [GeneratedRegex("(?<page>http://\\S+/)#key=(?<key>[\\w-]{43})(?=\\s)")]
    private static partial Regex Link();
}
