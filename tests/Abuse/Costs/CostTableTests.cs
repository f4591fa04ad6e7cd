namespace SessionGrains.Abuse.Tests;

/// <summary>No event costs more than fifty plain pings, however it is written and whenever it comes; processor time over the whole HTTP path.</summary>
[Collection(OneProcess.Name)]
public sealed class CostTableTests(OneProcess service, ITestOutputHelper output)
{
    private const int MostPings = 50;
    private const int Rounds = 5;

    /// <summary>As many as a session can still put in order: all that it may have to keep and to write with each.</summary>
    private const int EventsASession = 10;

    /// <summary>Four times the events may cost so much more: 4 is proportional, 16 a quadratic loop, and small figures vary twofold.</summary>
    private const double MostGrowth = 12;

    private const int FewEvents = 1_000;

    /// <summary>With so many the journal (128 entries) is full and thinned. What is bounded costs more until its bound is reached, and no more after it.</summary>
    private const int EventsToBounds = 150;

    private const int ArrayBytes = (1024 * 1024) - 1024;

    private readonly List<string> _failures = [];

    /// <summary>How an event can come.</summary>
    private enum Coming
    {
        AtOnce,
        Doubled,
        Late,
    }

    [Fact]
    public async Task The_dearest_body_of_each_event_type_costs_at_most_fifty_pings_at_once_doubled_and_late()
    {
        using var meter = new CostMeter(service);
        var ping = await CostAsync(meter, "ping", way: 0, Coming.AtOnce, Rounds);
        ping = TimeSpan.FromTicks(Math.Min(ping.Ticks, service.PingCost.Ticks));
        output.WriteLine(Invariant($"a plain ping: {ping.TotalMicroseconds:0} µs; below in pings, for an event or 64 KiB"));
        output.WriteLine($"{"",-16}{"dearest body",-18}{"at once",9}{"doubled",9}{"late",9}");
        foreach (var type in (string[])["sessionStart", .. EventText.Types])
        {
            var way = await DearestAsync(meter, type);
            var costs = new List<double>();
            foreach (var coming in Enum.GetValues<Coming>())
            {
                var pings = await CostAsync(meter, type, way, coming, Rounds) / ping;
                costs.Add(pings);
                if (pings > MostPings)
                    _failures.Add(Invariant($"{type} ({ExpensiveBodies.Ways[way]}) {coming}: {pings:0.0} pings"));
            }

            output.WriteLine(Invariant($"{type,-16}{ExpensiveBodies.Ways[way],-18}{costs[0],9:0.0}{costs[1],9:0.0}{costs[2],9:0.0}"));
        }

        Assert.Empty(_failures);
    }

    [Fact]
    public async Task A_downloaded_array_costs_at_most_fifty_pings_an_event_and_grows_with_the_number_of_its_events()
    {
        using var meter = new CostMeter(service);
        await ArrayCostAsync(meter, "ping", FewEvents);
        output.WriteLine(Invariant($"a plain ping: {service.PingCost.TotalMicroseconds:0} µs; below in pings an event, arrays of one moment"));
        output.WriteLine($"{"",-16}{FewEvents,10}{4 * FewEvents,10}{"growth",10}{"1 MiB full",12}");
        foreach (var type in EventText.Types)
        {
            var few = await ArrayCostAsync(meter, type, FewEvents);
            var many = await ArrayCostAsync(meter, type, 4 * FewEvents);
            var full = await BestArrayAsync(meter, FullArray(type)) / (ArrayBytes / (64 * 1024)) / service.PingCost;
            output.WriteLine(Invariant($"{type,-16}{few / FewEvents / service.PingCost,10:0.00}{many / (4 * FewEvents) / service.PingCost,10:0.00}{many / few,10:0.0}{full,12:0.0}"));
            Judge(type + " in an array", many / (4 * FewEvents) / service.PingCost, many / few);
            Judge(type + " in an array of 1 MiB", full, 0);
        }

        Assert.Empty(_failures);
    }

    [Fact]
    public async Task Events_of_one_session_cost_the_same_however_many_there_were()
    {
        using var meter = new CostMeter(service);
        output.WriteLine($"{"",-16}{EventsToBounds,14}{4 * EventsToBounds,14}{"growth",10}");
        foreach (var type in EventText.Types.Where(static type => type != "sessionEnd"))
        {
            var few = await OneSessionAsync(meter, type, EventsToBounds);
            var many = await OneSessionAsync(meter, type, 4 * EventsToBounds);
            output.WriteLine(Invariant($"{type,-16}{few / EventsToBounds / service.PingCost,14:0.0}{many / (4 * EventsToBounds) / service.PingCost,14:0.0}{many / few,10:0.0}"));
            Judge(type + " in one session", many / (4 * EventsToBounds) / service.PingCost, many / few);
        }

        Assert.Empty(_failures);
    }

    private void Judge(string what, double pings, double growth)
    {
        if (pings > MostPings)
            _failures.Add(Invariant($"{what}: {pings:0.0} pings"));
        if (growth > MostGrowth)
            _failures.Add(Invariant($"{what}: four times the events cost {growth:0.0} times as much"));
    }

    private static async Task<int> DearestAsync(CostMeter meter, string type)
    {
        var costs = new List<TimeSpan>();
        for (var way = 0; way < ExpensiveBodies.Ways.Count; way++)
            costs.Add(await CostAsync(meter, type, way, Coming.AtOnce, rounds: 1));
        return costs.IndexOf(costs.Max());
    }

    /// <summary>Processor time of one event of the type.</summary>
    private static async Task<TimeSpan> CostAsync(CostMeter meter, string type, int way, Coming coming, int rounds)
    {
        var events = 0;
        var cost = await meter.BestOfAsync(rounds, async () =>
        {
            var requests = type == "sessionStart" ? Starts(meter, way, coming) : await EventsAsync(meter, type, way, coming);
            events = requests.Count;
            return requests;
        });
        return cost / events;
    }

    private static List<Request> Starts(CostMeter meter, int way, Coming coming)
    {
        var ts = EventText.Now - (coming == Coming.Late ? 3_600_000 : 0);
        var starts = Enumerable.Range(0, EventsASession).Select(_ => EventText.Utf8(ExpensiveBodies.Start(way, meter.Next(), ts))).Select(static body => new Request("/api/v1/sessions", body)).ToList();
        return coming == Coming.Doubled ? Twice(starts) : starts;
    }

    private static async Task<IReadOnlyCollection<Request>> EventsAsync(CostMeter meter, string type, int way, Coming coming)
    {
        var ts = EventText.Now;
        var isEnd = type == "sessionEnd";
        var sessions = await meter.OpenAsync(isEnd ? EventsASession : 1, ts);
        if (coming == Coming.Late)
        {
            // Ten later ones push everything out that could still be put in its place.
            foreach (var later in Enumerable.Range(1, 12))
                await meter.SendAsync([.. sessions.Select(session => new Request(session + "/events", EventText.Utf8(EventText.Of("ping", ts + (later * 5_000), later * 5))))]);
        }

        var events = sessions.SelectMany(session => Enumerable.Range(1, isEnd ? 1 : EventsASession)
            .Select(at => new Request(session + "/events", EventText.Utf8(ExpensiveBodies.Write(type, way, ts + at, 0.001 * at, meter.Next()))))).ToList();
        return coming == Coming.Doubled ? Twice(events) : events;
    }

    private static List<Request> Twice(List<Request> requests) => [.. requests.SelectMany(static one => (Request[])[one, new Request(one.Path, one.Body)])];

    private static Task<TimeSpan> ArrayCostAsync(CostMeter meter, string type, int events) => BestArrayAsync(meter, number =>
        Enumerable.Range(0, events).Select(at => Different(EventText.Of(type, number, at), at)));

    /// <summary>As many of the dearest events as an array takes.</summary>
    private static Func<long, IEnumerable<string>> FullArray(string type) => ts => Enumerable.Range(0, (ArrayBytes / (64 * 1024)) - 1)
        .Select(at => ExpensiveBodies.Write(type, 5, ts, at, at));

    private static Task<TimeSpan> BestArrayAsync(CostMeter meter, Func<long, IEnumerable<string>> events) => meter.BestOfAsync(2, async () =>
    {
        var ts = EventText.Now + meter.Next();
        var body = EventText.Utf8(EventText.Array([EventText.Start("array", more: "\"media.downloaded\":true", ts: ts), .. events(ts)]));
        Assert.True(body.Length <= 1024 * 1024, $"{body.Length} bytes");
        await Task.CompletedTask;
        return [new Request("/api/v1/downloaded", body)];
    });

    private static Task<TimeSpan> OneSessionAsync(CostMeter meter, string type, int events) => meter.BestOfAsync(2, async () =>
    {
        var ts = EventText.Now;
        var session = (await meter.OpenAsync(1, ts))[0];
        return [.. Enumerable.Range(1, events).Select(at => new Request(session + "/events", EventText.Utf8(Different(EventText.Of(type, ts + (at * 1000), at), at))))];
    });

    /// <summary>Names that differ, so that what is kept of them grows.</summary>
    private static string Different(string text, int number) => text
        .Replace("\"mute\"", $"\"s{number}\"", StringComparison.Ordinal).Replace("\"media.ad.id\":\"a\"", $"\"media.ad.id\":\"a{number}\"", StringComparison.Ordinal)
        .Replace("\"e\"", $"\"e{number}\"", StringComparison.Ordinal);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
