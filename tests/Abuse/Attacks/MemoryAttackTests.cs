namespace SessionGrains.Abuse.Tests;

/// <summary>Sessions without a size. The crowd watches before it begins and stays: where there is little memory left, starts are what is refused.</summary>
public sealed class MemoryAttackTests(LittleMemory service, ITestOutputHelper output) : AttackTests(service, output), IClassFixture<LittleMemory>
{
    /// <summary>With ten bodies of 64 KiB each, kept as they came, these take over 400 MB.</summary>
    private const int Windows = 400;

    private const int EventsInWindow = 10;
    private const int Starts = 2_500;

    [Fact]
    public Task Windows_full_of_big_bodies_do_not_end_the_process() => WithstandAsync(
        async (attacker, _) =>
        {
            var sessions = new List<string>();
            var bodies = Enumerable.Range(0, EventsInWindow).Select(BigBody).ToList();
            await Attacker.AtOnceAsync(Enumerable.Range(0, Windows), async _ =>
            {
                if (await attacker.OpenAsync(EventText.Start("window")) is not { } session)
                    return;

                lock (sessions)
                    sessions.Add(session);
                foreach (var body in bodies)
                    await attacker.PostAsync(session + "/events", body);
            });
            return [.. sessions.Take(20)];
        },
        staysWithOne: true);

    [Fact]
    public Task Starts_of_64_KiB_do_not_end_the_process() => WithstandAsync(
        async (attacker, _) =>
        {
            var body = Body.Brotli(EventText.Start("big-start", more: Filling.Text("media.show", Filling.Object)));
            var sessions = new List<string>();
            await Attacker.AtOnceAsync(Enumerable.Range(0, Starts), async _ =>
            {
                if ((await attacker.PostAsync("/api/v1/sessions", body)).Location is { } session)
                {
                    lock (sessions)
                        sessions.Add(session);
                }
            });
            return [.. sessions.Take(20)];
        },
        staysWithOne: true);

    [Fact]
    public Task Bodies_that_decompress_a_thousandfold_do_not_end_the_process() => WithstandAsync(
        async (attacker, complaints) =>
        {
            var plain = new byte[1024 * 1024 - 1024];
            plain.AsSpan().Fill((byte)' ');
            EventText.Utf8(EventText.Array([EventText.Start("bomb"), EventText.Of("sessionEnd", EventText.Now, 1)])).CopyTo(plain, 0);
            Body[] bombs =
            [
                new(Coding.ToBrotli(plain), 1, Coding.Brotli, plain.Length), new(Coding.ToGzip(plain), 1, Coding.Gzip, plain.Length),
                new(Coding.ToBrotli(new byte[64 * 1024 * 1024]), 1, Coding.Brotli, 1024 * 1024), new(Coding.ToGzip(new byte[64 * 1024 * 1024]), 1, Coding.Gzip, 1024 * 1024),
            ];
            await Attacker.AtOnceAsync(Enumerable.Range(0, 400), number => attacker.PostAsync("/api/v1/downloaded", bombs[number % bombs.Length]), atATime: 64);
            if (attacker.Kept.Requests > 0)
                complaints.Add("a body that decompresses a thousandfold was accepted");
            return [];
        },
        staysWithOne: true);

    /// <summary>Every place where a text is kept is full.</summary>
    private static Body BigBody(int number)
    {
        var (ts, third) = (EventText.Now + (number * 1000), Filling.Object / 3);
        return Body.Brotli((number % 3) switch
        {
            0 => EventText.Of("adStart", ts, number, more: Filling.Text("media.ad.name", third) + "," + Filling.Text("media.ad.creativeURL", third), after: $"\"customMetadata\":{{{Filling.Text("m", third)}}}"),
            1 => EventText.Of("chapterStart", ts, number, more: Filling.Text("media.chapter.friendlyName", 2 * third), after: $"\"customMetadata\":{{{Filling.Text("m", third)}}}"),
            _ => EventText.Of("ping", ts, number, qoe: Filling.Members(third, $"q{number}.") + "," + Filling.Text("big", third), after: Filling.Members(third)),
        });
    }
}
