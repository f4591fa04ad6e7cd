namespace SessionGrains.Abuse.Tests;

/// <summary>Numbers that are no numbers.</summary>
[Collection(OneProcess.Name)]
public sealed class NumberAttackTests(OneProcess service, ITestOutputHelper output) : AttackTests(service, output)
{
    /// <summary>Longer than the 5 s for which a session that has ended waits for events that were overtaken.</summary>
    private static readonly TimeSpan UntilAllIsOver = TimeSpan.FromSeconds(15);

    [Fact]
    public Task Absurd_numbers_in_every_numeric_member_of_every_event_type_leave_everything_readable() => WithstandAsync(async (attacker, complaints) =>
    {
        var members = await NumericMembers.ReadAsync(Fixture.Operator, complaints);
        var sessions = new List<string>();
        await Attacker.AtOnceAsync(ExtremeNumbers.All, async number =>
        {
            Keep(await SendEverywhereAsync(attacker, members, number));
            foreach (var start in members["sessionStart"].Where(static member => member.Place == "params"))
                Keep(await PlayAsync(attacker, EventText.Start("absurd", length: number), number, null));
            foreach (var qoe in members["ping"].Where(static member => member.Place == "qoeData"))
                Keep(await PlayAsync(attacker, EventText.Start("absurd"), number, qoe.Name));
        });
        return sessions;

        void Keep(string? session)
        {
            lock (sessions)
            {
                if (session is not null)
                    sessions.Add(session);
            }
        }
    });

    [Fact]
    public Task A_bitrate_that_came_and_went_leaves_no_trace_in_the_average_of_everybody() => WithstandAsync(async (attacker, complaints) =>
    {
        var sessions = new List<string>();
        foreach (var number in (string[])["1e300", "1.7e308", "1.7e308", "-1.7e308", "1e15", "-1e15"])
        {
            if (await PlayAsync(attacker, EventText.Start("came-and-went"), number, "media.qoe.bitrate") is { } session)
                sessions.Add(session);
        }

        for (var began = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(began) < UntilAllIsOver; await Task.Delay(500))
        {
            if (await AverageBitrateAsync() is > SteadyScript.Bitrate * 0.9 and < SteadyScript.Bitrate * 1.1)
                return sessions;
        }

        complaints.Add("the live average of the bitrate stays spoiled", $"{await AverageBitrateAsync()} instead of {SteadyScript.Bitrate}");
        return sessions;
    });

    /// <summary>One session in which each numeric member of each type has this value once.</summary>
    private static async Task<string?> SendEverywhereAsync(Attacker attacker, IReadOnlyDictionary<string, NumericMember[]> members, string number)
    {
        if (await attacker.OpenAsync(EventText.Start("absurd")) is not { } session)
            return null;

        var ts = EventText.Now;
        foreach (var type in EventText.Types.Where(static type => type is not ("sessionComplete" or "sessionEnd")))
        {
            foreach (var member in members[type])
                await attacker.SendAsync(session, member.With(type, number, ts += 1000, (ts - EventText.Now) / 1000.0));
        }

        await attacker.SendAsync(session, EventText.Of("sessionEnd", ts + 1000, 100));
        return session;
    }

    /// <summary>A session that plays for some seconds with this value in this member of qoeData.</summary>
    private static async Task<string?> PlayAsync(Attacker attacker, string start, string number, string? qoeName)
    {
        if (await attacker.OpenAsync(start) is not { } session)
            return null;

        var (ts, qoe) = (EventText.Now, qoeName is null ? "" : $"\"{qoeName}\":{number}");
        await attacker.SendAsync(session, EventText.Of("play", ts, 0, qoe));
        await attacker.SendAsync(session, EventText.Of("ping", ts + 1000, 1, qoe));
        await attacker.SendAsync(session, EventText.Of("sessionEnd", ts + 2000, 2, qoe));
        return session;
    }

    private async Task<double?> AverageBitrateAsync()
    {
        using var history = await Fixture.Operator.ReadAsync("/api/v1/live/history?resolution=second", new Complaints(), "history");
        return history?.RootElement.GetProperty("points").EnumerateArray().LastOrDefault() is { ValueKind: JsonValueKind.Object } last
            && last.GetProperty("averageBitrate") is { ValueKind: JsonValueKind.Number } average
            ? average.GetDouble()
            : null;
    }
}
