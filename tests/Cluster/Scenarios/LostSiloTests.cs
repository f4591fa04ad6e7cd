namespace SessionGrains.Cluster.Tests;

/// <summary>
/// A silo goes in the middle of traffic: the others take over its sessions from the store, and none is lost.
/// </summary>
[Collection(ProcessTests.Name)]
public sealed class LostSiloTests(ITestOutputHelper output) : TestMachine
{
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(14);

    [Theory]
    [InlineData("killed")]
    [InlineData("stopped")]
    public async Task The_others_serve_everything_within_ten_seconds_and_nothing_is_lost(string how)
    {
        var port = FreePort.Next();
        var victim = Run(RunningProcess.Silo(Folder));
        foreach (var silo in new[] { victim, Run(RunningProcess.Silo(Folder)), Run(RunningProcess.Silo(Folder)) })
            await silo.WaitForLineAsync("Silo up");

        var frontDoor = Run(RunningProcess.FrontDoor(Folder, port));
        using var crowd = new SteppedCrowd(port);
        await Deadline.UntilAsync(() => IsReadyAsync(port), () => "the front door is not ready");
        await crowd.JoinAsync(1000);

        var answers = new ConcurrentBag<TimedAnswer>();
        var clock = TimeProvider.System;
        var began = clock.GetTimestamp();
        using var enough = new CancellationTokenSource(Before + After);
        var traffic = Task.WhenAll(crowd.Sessions.Chunk(63).Select(PlayAsync));
        await Task.Delay(Before);
        var went = clock.GetElapsedTime(began);
        if (how == "killed")
            victim.Kill();
        else
            victim.Terminate();

        await traffic;

        Report(answers, went);
        await ReconcileAsync(crowd);
        Assert.False(answers.Any(static answer => answer.Code == 500), $"an answer was 500; the front door said:\n{frontDoor.Output}");
        Assert.DoesNotContain(answers, answer => answer.Start > went + Recovery && !answer.IsDefinite);

        async Task PlayAsync(SteppedSession[] sessions)
        {
            while (!enough.IsCancellationRequested)
            {
                foreach (var session in sessions)
                {
                    var start = clock.GetElapsedTime(began);
                    var code = await SteppedCrowd.SendAsync(session);
                    answers.Add(new TimedAnswer(start, clock.GetElapsedTime(began), code));
                    if (enough.IsCancellationRequested)
                        return;
                }
            }
        }
    }

    /// <summary>Every session is whole, with all that was acknowledged.</summary>
    private static Task ReconcileAsync(SteppedCrowd crowd) => crowd.ForEachAsync(static async session =>
    {
        Assert.False(session.IsLost, $"{session.Path} was 404");
        Assert.InRange(await SteppedCrowd.CountAsync(session) ?? -1, session.Acknowledged, session.Acknowledged + session.Unanswered);
        Assert.Equal(204, await SteppedCrowd.SendAsync(session));
        Assert.InRange(await SteppedCrowd.CountAsync(session) ?? -1, session.Acknowledged, session.Acknowledged + session.Unanswered);
    });

    private void Report(IReadOnlyCollection<TimedAnswer> answers, TimeSpan went)
    {
        var good = answers.Where(static answer => answer.IsDefinite).Select(static answer => answer.End).Order().ToList();
        var gap = good.Zip(good.Skip(1), static (one, next) => next - one).DefaultIfEmpty().Max();
        var bad = answers.Where(static answer => !answer.IsDefinite).ToList();
        var last = bad.Count == 0 ? TimeSpan.Zero : bad.Max(static answer => answer.End) - went;
        var slowest = answers.Where(answer => answer.End > went).Max(static answer => answer.End - answer.Start);
        output.WriteLine($"{answers.Count} answers; longest time without one {gap.TotalSeconds:0.0} s; slowest {slowest.TotalSeconds:0.0} s; "
            + $"{bad.Count} refused or unanswered, the last {last.TotalSeconds:0.0} s after the silo went.");
        output.WriteLine(string.Join(", ", answers.GroupBy(static answer => answer.Code).Select(static status => $"{status.Key}: {status.Count()}")));
    }

    private readonly record struct TimedAnswer(TimeSpan Start, TimeSpan End, int Code)
    {
        public bool IsDefinite => Code is 204 or 404;
    }
}
