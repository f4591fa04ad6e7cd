namespace SessionGrains.Cluster.Tests;

[Collection(ProcessTests.Name)]
public sealed class ThreeSilosTests(ITestOutputHelper output) : TestMachine
{
    [Trait(Tier.Name, Tier.Nightly)]
    [Fact]
    public async Task A_thousand_sessions_spread_over_three_silos_are_all_readable_and_an_added_silo_takes_its_share()
    {
        var port = FreePort.Next();
        var cluster = Run(RunningProcess.LocalCluster(Folder, port, "--silos", "3", $"--Operator:ApiKey={RunningProcess.OperatorKey}"));
        await cluster.WaitForLineAsync("Ctrl-C ends them all.");
        using var crowd = new SteppedCrowd(port);
        await using var spread = await Spread.OfAsync(Folder);

        await crowd.JoinAsync(1000);
        await crowd.ForEachAsync(static session => SteppedCrowd.SendAsync(session));

        await crowd.ForEachAsync(static async session => Assert.Equal(2, await SteppedCrowd.CountAsync(session)));
        Assert.All(crowd.Sessions, static session => Assert.Equal((2, 0), (session.Acknowledged, session.Unanswered)));
        var before = await spread.CountAsync();
        output.WriteLine($"1,000 sessions on three silos: {Text(before)}");
        Assert.Equal(1000, before.Values.Sum());
        Assert.Equal(3, before.Count);
        Assert.All(before.Values, static sessions => Assert.True(sessions >= 100, "a silo has less than a third of its share"));

        var added = Run(RunningProcess.Silo(Folder));
        await cluster.WaitForLineAsync($"Silo joined: pid {added.Id}");
        await crowd.JoinAsync(400);

        var after = await spread.CountAsync();
        var share = after.Where(silo => !before.ContainsKey(silo.Key)).Sum(static silo => silo.Value);
        output.WriteLine($"400 more with a fourth silo: {Text(after)}; it took {share} of them");
        Assert.Equal(1400, after.Values.Sum());
        Assert.True(share >= 40, $"the added silo took {share} of 400 new sessions");
    }

    private static string Text(IReadOnlyDictionary<int, int> sessions) => string.Join(", ", sessions.OrderBy(static silo => silo.Key).Select(static silo => $"{silo.Key}: {silo.Value}"));
}
