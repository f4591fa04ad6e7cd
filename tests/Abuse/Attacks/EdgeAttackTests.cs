namespace SessionGrains.Abuse.Tests;

/// <summary>Bodies of Media Edge clients, as large and as strange as they go.</summary>
[Collection(OneProcess.Name)]
public sealed class EdgeAttackTests(OneProcess service, ITestOutputHelper output) : AttackTests(service, output)
{
    [Fact]
    public Task Xdm_up_to_its_limits_costs_what_other_bodies_do() => WithstandAsync(async (attacker, _) =>
    {
        var session = await attacker.OpenAsync(EventText.Start("edge")) ?? "";
        var (sid, ts) = (SentSession.IdOf(session), EventText.Now);
        var bodies = Enumerable.Range(0, 20).SelectMany(number => Bodies(sid, ts + (number * 20_000), number));
        await Attacker.AtOnceAsync(bodies, one => attacker.PostAsync(one.Path, one.Text, one.Events));
        return [session];
    });

    private static IEnumerable<(string Path, string Text, int Events)> Bodies(string sid, long ts, int number) =>
    [
        .. Enumerable.Range(0, ExpensiveXdm.Ways.Count).Select(way => (XdmText.PathOf("ping"), ExpensiveXdm.Event(way, sid, ts + way, number, number), 1)),
        .. ExpensiveXdm.Broken(sid, ts + 100).SelectMany(static body => new[] { XdmText.PathOf("sessionStart"), XdmText.Interact, XdmText.Collect, XdmText.Consent }.Select(path => (path, body, 1))),
        (XdmText.Collect, ExpensiveXdm.Many(sid, ts + 1_000, number), 100),
        (XdmText.Interact, ExpensiveXdm.Many(new string('0', 64), ts + 2_000, number), 100),
        (XdmText.PathOf("downloaded"), XdmText.Envelope([XdmText.Downloaded($"edge-{number}", ts, Enumerable.Repeat("ping", 400))]), 400),
    ];
}
