using Microsoft.AspNetCore.Http;

namespace SessionGrains.Viewers.Tests;

/// <summary>A small crowd at the real program.</summary>
public sealed partial class RealServerTests(RealServer server) : IClassFixture<RealServer>
{
    [Theory]
    [InlineData((int)Mix.Vod, "media-collection")]
    [InlineData((int)Mix.Live, "media-collection")]
    [InlineData((int)Mix.Vod, "media-edge")]
    [InlineData((int)Mix.Live, "media-edge")]
    public async Task A_server_that_tells_the_truth_is_found_to(int mix, string api)
    {
        var result = await CrowdRunner.RunAsync(CrowdRunner.Few(server.Address) with { Door = DoorOf(api), Mix = (Mix)mix, Alone = true });

        Assert.True(result.ExitCode == ExitCode.AsSent, $"{result.Output}\n{result.Errors}");
        Assert.Matches(@"Live counts at the end of the playing: [1-9]\d* open, [1-9]\d* viewers", result.Output);
        Assert.Contains("0 counts outside of what was sent", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Errors);
        var compared = Regex.Match(result.Output, @"Read back (\d+) sessions of 50 viewers: (\d+) as sent, 0 different, (\d+) not comparable");
        Assert.True(compared.Success, result.Output);
        Assert.InRange(int.Parse(compared.Groups[1].Value), 50, 1_000);
        Assert.InRange(int.Parse(compared.Groups[2].Value), 25, 1_000);
    }

    [Fact]
    public async Task A_server_that_shows_a_wrong_figure_is_found_out_with_the_session_and_the_metric()
    {
        string[] figures = ["contentTimeSpent", "pauseCount", "adCount", "received", "endTs"];
        var lies = new ConcurrentDictionary<string, string>();
        using var proxy = new Proxy(server.Address, text =>
        {
            if (SessionId().Match(text) is not { Success: true } session || lies.Count >= figures.Length)
                return text;

            var figure = lies.GetOrAdd(session.Groups[1].Value, _ => figures[lies.Count]);
            return Regex.Replace(text, $"(\"{figure}\":)(\\d+)", static match => $"{match.Groups[1].Value}{long.Parse(match.Groups[2].Value) + 1}");
        });
        await using var lying = await TinyServer.StartAsync(context => proxy.AnswerAsync(context));

        var result = await CrowdRunner.RunAsync(CrowdRunner.Few(lying.Address) with { Duration = TimeSpan.FromSeconds(3), Sample = 20 });

        Assert.True(result.ExitCode == ExitCode.Different, $"{result.Output}\n{result.Errors}");
        Assert.Equal(figures.Length, result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        foreach (var (session, figure) in lies)
            Assert.Matches($"viewers: session {session}: [a-z.]*{figure} is ", result.Errors);
    }

    [Fact]
    public async Task A_session_that_was_acknowledged_and_is_gone_is_a_difference()
    {
        await using var forgetful = await TinyServer.StartAsync(async context =>
        {
            using var proxy = new Proxy(server.Address, static text => text);
            if (context.Request.Method == "GET" && context.Request.Path.StartsWithSegments("/api/v1/sessions"))
                context.Response.StatusCode = 404;
            else
                await proxy.AnswerAsync(context);
        });

        var result = await CrowdRunner.RunAsync(CrowdRunner.Few(forgetful.Address) with { Viewers = 5, Ramp = TimeSpan.Zero, Duration = TimeSpan.FromSeconds(1), Sample = 1 });

        Assert.Equal(ExitCode.Different, result.ExitCode);
        Assert.Contains("answered 404", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("media-collection", "/api/v1/sessions")]
    [InlineData("media-edge", "/ee/va/v1")]
    public async Task An_event_that_was_acknowledged_and_is_not_kept_is_a_difference(string api, string path)
    {
        using var proxy = new Proxy(server.Address, static text => text);
        await using var forgetful = await TinyServer.StartAsync(async context =>
        {
            context.Request.EnableBuffering();
            using var body = new StreamReader(context.Request.Body, leaveOpen: true);
            if (context.Request.Path.StartsWithSegments(path) && (await body.ReadToEndAsync()).Contains("adBreakStart", StringComparison.Ordinal))
            {
                context.Response.StatusCode = 204;
                return;
            }

            context.Request.Body.Position = 0;
            await proxy.AnswerAsync(context);
        });

        var result = await CrowdRunner.RunAsync(CrowdRunner.Few(forgetful.Address) with { Door = DoorOf(api), Viewers = 20, Duration = TimeSpan.FromSeconds(3), Sample = 20 });

        Assert.True(result.ExitCode == ExitCode.Different, $"{result.Output}\n{result.Errors}");
        Assert.Matches(@"events\.received is \d+, what was sent makes \d+", result.Errors);
    }

    [Fact]
    public async Task Being_interrupted_ends_it_with_the_figures_and_the_comparison_so_far()
    {
        using var interrupted = new CancellationTokenSource();
        var running = CrowdRunner.RunAsync(CrowdRunner.Few(server.Address) with { Duration = TimeSpan.FromMinutes(5) }, interrupted.Token);
        interrupted.CancelAfter(TimeSpan.FromSeconds(2));

        var result = await running;

        Assert.Equal(ExitCode.Interrupted, result.ExitCode);
        Assert.Matches(@"In 00:\d\d [\d,]+ requests", result.Output);
        Assert.Contains(" 0 different", result.Output, StringComparison.Ordinal);
    }

    private static Door DoorOf(string api) => new[] { Door.MediaCollection, Door.MediaEdge }.Single(door => door.Name == api);

    [GeneratedRegex("\"sessionId\":\"([0-9a-f]{64})\"")]
    private static partial Regex SessionId();
}
