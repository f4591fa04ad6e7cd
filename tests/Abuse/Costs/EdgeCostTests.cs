namespace SessionGrains.Abuse.Tests;

/// <summary>No event of a Media Edge client costs more than fifty plain pings of the other API, however it is written, and a plain one costs a few however many come with it.</summary>
[Collection(OneProcess.Name)]
public sealed class EdgeCostTests(OneProcess service, ITestOutputHelper output)
{
    private const int MostPings = 50;

    /// <summary>Each is stored as one that comes alone.</summary>
    private const double MostPingsOfMany = 5;

    private const int Rounds = 3;

    /// <summary>As many as a session can still put in order.</summary>
    private const int EventsASession = 10;

    [Fact]
    public async Task The_largest_body_of_each_kind_costs_at_most_fifty_pings()
    {
        using var meter = new CostMeter(service);
        var failures = new List<string>();
        foreach (var way in Enumerable.Range(0, ExpensiveXdm.Ways.Count))
        {
            var (pings, status) = await CostAsync(meter, EventsASession, (sid, ts, at) => ExpensiveXdm.Event(way, sid, ts + at, at, meter.Next()));
            output.WriteLine(Invariant($"{ExpensiveXdm.Ways[way],-24}{pings,8:0.0} pings, answered {status}"));
            if (pings > MostPings)
                failures.Add(Invariant($"{ExpensiveXdm.Ways[way]}: {pings:0.0} pings"));
        }

        Assert.Empty(failures);
    }

    [Fact]
    public async Task A_hundred_events_in_a_request_cost_at_most_five_pings_each()
    {
        using var meter = new CostMeter(service);

        var (pings, status) = await CostAsync(meter, 5, static (sid, ts, at) => ExpensiveXdm.Many(sid, ts + (at * 10_000), at * 100));

        output.WriteLine(Invariant($"{pings / 100:0.00} pings an event"));
        Assert.Equal(204, status);
        Assert.InRange(pings / 100, 0, MostPingsOfMany);
    }

    /// <summary>Of one of so many requests, in pings, and how all of them were answered.</summary>
    private async Task<(double Pings, int Status)> CostAsync(CostMeter meter, int requests, Func<string, long, int, string> write)
    {
        IReadOnlyCollection<Request> sent = [];
        var cost = await meter.BestOfAsync(Rounds, async () =>
        {
            var ts = EventText.Now;
            var sid = SentSession.IdOf((await meter.OpenAsync(1, ts))[0]);
            return sent = [.. Enumerable.Range(1, requests).Select(at => new Request(XdmText.PathOf("ping"), EventText.Utf8(write(sid, ts, at))))];
        });
        Assert.All(sent, static request => Assert.InRange(request.Body.Length, 0, 64 * 1024));
        var status = Assert.Single(sent.Select(static request => request.Status).Distinct());
        Assert.Contains(status, (int[])[204, 400]);
        return (cost / requests / service.PingCost, status);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
