namespace SessionGrains.Viewers.Tests;

public sealed class LiveCountTests
{
    [Fact]
    public async Task Live_counts_that_are_right_are_found_to_be_while_all_watch_and_after_all_have_gone()
    {
        await using var server = await TinyServer.StartAsync(new CountedServer(wrongBy: 0).AnswerAsync);

        var result = await CrowdRunner.RunAsync(Options(server));

        Assert.True(result.ExitCode == ExitCode.AsSent, $"{result.Output}\n{result.Errors}");
        Assert.Matches(@"Live counts at the end of the playing: [1-9]\d* open", result.Output);
        Assert.Contains("0 counts outside of what was sent", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_live_count_that_is_too_low_is_a_difference()
    {
        await using var server = await TinyServer.StartAsync(new CountedServer(wrongBy: -40).AnswerAsync);

        var result = await CrowdRunner.RunAsync(Options(server));

        Assert.True(result.ExitCode == ExitCode.Different, $"{result.Output}\n{result.Errors}");
        Assert.Contains("live: open is ", result.Errors, StringComparison.Ordinal);
    }

    private static CrowdOptions Options(TinyServer server) => CrowdRunner.Few(server.Address) with { Duration = TimeSpan.FromSeconds(2), Sample = 0, Alone = true };
}
