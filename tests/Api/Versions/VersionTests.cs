using System.Text.Json.Nodes;

namespace SessionGrains.Api.Tests;

/// <summary>One version, wherever the program says it.</summary>
public sealed class VersionTests
{
    [Fact]
    public void The_assembly_has_the_version_that_stands_in_one_place() => Assert.Matches($"^{Regex.Escape(BuiltVersion.Prefix)}(-|\\+|$)", BuiltVersion.Text);

    [Fact]
    public async Task Asked_for_its_version_the_program_says_that_of_its_assembly()
    {
        using var program = RunningProcess.Start("SessionGrains.Api", ["--version"]);

        Assert.Equal(0, await program.WaitForExitAsync());
        await program.WaitForLineAsync(BuiltVersion.Text);
        Assert.Equal(BuiltVersion.Text, program.Output);
    }

    [Fact]
    public async Task The_startup_line_readiness_metrics_and_OpenAPI_say_the_version_of_the_assembly()
    {
        var port = FreePort.Next();
        using var program = RunningProcess.Start("SessionGrains.Api", [$"--urls=http://127.0.0.1:{port}", "--Storage:Provider=Memory", $"--Operator:ApiKey={RunningProcess.OperatorKey}"]);
        using var http = RunningProcess.Operator(port);
        await Deadline.UntilAsync(http.IsReadyAsync, () => program.Output);

        await program.WaitForLineAsync($"version {BuiltVersion.Text}");
        Assert.Equal(BuiltVersion.Text, (string?)(await Read("/health/ready"))["version"]);
        Assert.Equal(BuiltVersion.Prefix, (string?)(await Read("/openapi/v1.json"))["info"]!["version"]);
        var metrics = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Matches($$"""(?m)^sessiongrains_build_info\{version="{{Regex.Escape(BuiltVersion.Text)}}"\} 1""", metrics);
        Assert.Matches($$"""(?m)^target_info\{.*service_version="{{Regex.Escape(BuiltVersion.Text)}}".*\} 1""", metrics);

        async Task<JsonNode> Read(string path) => JsonNode.Parse(await http.GetStringAsync(new Uri(path, UriKind.Relative)))!;
    }
}
