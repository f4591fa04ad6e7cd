namespace SessionGrains.Abuse.Tests;

/// <summary>Work that grows faster than its input.</summary>
[Collection(OneProcess.Name)]
public sealed class WorkAttackTests(OneProcess service, ITestOutputHelper output) : AttackTests(service, output)
{
    private const int ArrayBytes = (1024 * 1024) - (8 * 1024);
    private const int StateBytes = 500 * 1024;

    /// <summary>Ten states are open, some twenty thousand that never opened are to be ended at the same moment, and a ping after the other looks whether they can be.</summary>
    [Theory]
    [InlineData(1_500)]
    [InlineData(20)]
    public Task Equal_timestamps_with_many_states_in_a_downloaded_array_cost_what_other_arrays_do(int statesAnEvent) => WithstandAsync(async (attacker, complaints) =>
        await SendAsync(attacker, complaints, [.. Enumerable.Range(0, 4).Select(number => Array(number, StatesOfOneMoment(EventText.Now + number, statesAnEvent)))]));

    [Fact]
    public Task Thousands_of_events_of_one_moment_in_a_downloaded_array_cost_what_other_arrays_do() => WithstandAsync(async (attacker, complaints) =>
    {
        (string One, string Other)[] pairs =
        [
            ("stateStart", "stateEnd"), ("adComplete", "adStart"), ("chapterStart", "chapterComplete"), ("ping", "ping"), ("error", "bitrateChange"), ("adBreakComplete", "adBreakStart"), ("stateEnd", "ping"),
        ];
        var ts = EventText.Now;
        return await SendAsync(attacker, complaints, [.. pairs.Select((pair, number) => Array(number, Enumerable.Range(0, 4_500).Select(at => EventText.Of(at % 2 == 0 ? pair.One : pair.Other, ts, at)
            .Replace("\"mute\"", $"\"s{at / 2}\"", StringComparison.Ordinal))))]);
    });

    [Fact]
    public Task Members_that_nobody_knows_by_the_thousand_cost_what_other_bodies_do() => WithstandAsync(async (attacker, _) =>
    {
        var session = await attacker.OpenAsync(EventText.Start("unknown")) ?? "";
        var bodies = Enumerable.Range(0, 120).Select(number => Unknown(number, EventText.Now + (number * 1000))).ToList();
        await Attacker.AtOnceAsync(bodies, body => attacker.SendAsync(session, body));
        return [session];
    });

    [Fact]
    public Task Deep_nesting_huge_texts_and_many_violations_cost_what_other_bodies_do() => WithstandAsync(async (attacker, _) =>
    {
        var session = await attacker.OpenAsync(EventText.Start("broken")) ?? "";
        var bodies = Enumerable.Range(0, 20).SelectMany(static number => Broken(number, EventText.Now + (number * 10_000))).ToList();
        await Attacker.AtOnceAsync(bodies, body => attacker.SendAsync(session, body));
        return [session];
    });

    private static List<string> StatesOfOneMoment(long ts, int statesAnEvent)
    {
        var events = new List<string>();
        for (var open = 0; open < 10; open++)
            events.Add(EventText.Of("stateStart", ts, open).Replace("\"mute\"", $"\"open{open}\"", StringComparison.Ordinal));

        var length = 0;
        for (var number = 0; length < StateBytes; number++)
        {
            var names = string.Join(',', Enumerable.Range(0, statesAnEvent).Select(at => $"{{\"media.state.name\":\"{number:x}.{at:x}\"}}"));
            events.Add(EventText.Of("statesUpdate", ts, number).Replace(EventText.Needed("statesUpdate"), $"\"statesEnd\":[{names}]", StringComparison.Ordinal));
            length += events[^1].Length;
        }

        for (var at = 0; length < ArrayBytes - 1_000; at++)
        {
            events.Add(EventText.Of("ping", ts, at));
            length += events[^1].Length + 1;
        }

        return events;
    }

    private static string Unknown(int number, long ts)
    {
        const int Half = Filling.Object / 2;
        return (number % 4) switch
        {
            0 => EventText.Of("ping", ts, number, after: Filling.Members(Filling.Object, $"u{number}.")),
            1 => EventText.Of("ping", ts, number, qoe: Filling.Members(Filling.Object, $"q{number}.")),
            2 => EventText.Of("adStart", ts, number, more: Filling.Members(Half, $"p{number}."), after: $"\"customMetadata\":{{{Filling.Members(Half, $"m{number}.", "\"v\"")}}}"),
            _ => EventText.Of("ping", ts, number, qoe: Filling.Members(Half, $"q{number}.", "1e-5"), after: $"\"customMetadata\":{{{Filling.Members(Half, $"m{number}.", "\"v\"")}}}"),
        };
    }

    private static IEnumerable<string> Broken(int number, long ts) =>
    [
        EventText.Of("ping", ts, number, after: string.Join(',', Enumerable.Range(0, 900).Select(at => Filling.Nested($"n{at}", 28)))),
        EventText.Of("ping", ts + 1, number, after: Filling.Nested("n", 30_000)),
        EventText.Of("error", ts + 2, number, more: Filling.Escapes("media.errorId", Filling.Object)),
        EventText.Of("adStart", ts + 3, number, after: $"\"customMetadata\":{{{Filling.Members(Filling.Object, "m", "7")}}}"),
        EventText.Of("ping", ts + 4, number, qoe: Filling.Text("t", Filling.Object)),
        EventText.Of("ping", ts + 5, number, after: Filling.Text("\\u0000\\ud800", Filling.Object - 20)),
        EventText.Raw("ping", new string('9', Filling.Object / 2), "0." + new string('1', Filling.Object / 2)),
        new string('[', Filling.Object),
        EventText.Of("ping", ts + 6, number, after: Filling.Members(Filling.Object / 2, "d") + "," + Filling.Members(Filling.Object / 2, "d")),
    ];

    private static Body Array(int number, IEnumerable<string> events)
    {
        string[] all = [EventText.Start($"moment-{number}", more: "\"media.downloaded\":true"), .. events];
        return Body.Brotli(EventText.Array(all), all.Length);
    }

    private static async Task<IReadOnlyCollection<string>> SendAsync(Attacker attacker, Complaints complaints, IReadOnlyCollection<Body> bodies)
    {
        var stored = new List<string>();
        foreach (var body in bodies)
        {
            var answer = await attacker.PostAsync("/api/v1/downloaded", body);
            if (answer.Location is { } session)
                stored.Add(session);
            else
                complaints.Add($"an array within all limits was answered {answer.Code}");
        }

        return stored;
    }
}
