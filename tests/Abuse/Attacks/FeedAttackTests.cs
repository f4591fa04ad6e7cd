namespace SessionGrains.Abuse.Tests;

/// <summary>Answers and messages without a limit: little is sent, much is stored, and then all of it is read.</summary>
public sealed class FeedAttackTests(SiloAndFrontDoor service, ITestOutputHelper output) : AttackTests(service, output), IClassFixture<SiloAndFrontDoor>
{
    /// <summary>As many bodies of 1 MiB do not fit into one message of 100 MiB.</summary>
    private const int Batches = 105;

    private const int ArrayBytes = (1024 * 1024) - 4096;
    private const int Searched = 200;

    [Fact]
    public Task Stored_bodies_of_a_megabyte_sent_as_some_hundred_bytes_leave_the_report_feed_readable() =>
        StoreAndReadAsync(number => Batch(number, EventText.Start($"big-{number}", more: "\"media.downloaded\":true," + Filling.Text("media.name", ArrayBytes))));

    [Fact]
    public Task Arrays_that_compress_as_far_as_they_may_leave_the_report_feed_readable() => StoreAndReadAsync(number =>
    {
        var random = new Random(number);
        var start = EventText.Start($"legal-{number}", more: "\"media.downloaded\":true," + Filling.Noise("media.name", Filling.Object, random));
        var ads = Enumerable.Range(1, 14).Select(ad => EventText.Of("adStart", EventText.Now + ad, ad, more: Filling.Noise("media.ad.name", Filling.Object, random)));
        return Batch(number, start, [.. ads]);
    });

    [Fact]
    public Task A_search_over_sessions_with_huge_names_has_a_size() => WithstandAsync(async (attacker, complaints) =>
    {
        var texts = string.Join(',', ((string[])["media.name", "media.show", "visitor.marketingCloudUserId"]).Select(static name => Filling.Text(name, Filling.Object / 3)));
        var bodies = Enumerable.Range(0, Searched).Select(number => Body.Brotli(EventText.Start($"search-{number}", more: texts))).ToList();
        var sessions = new List<string>();
        await Attacker.AtOnceAsync(bodies, async body =>
        {
            if ((await attacker.PostAsync("/api/v1/sessions", body)).Location is { } session)
            {
                lock (sessions)
                    sessions.Add(session);
            }
        });
        await Fixture.Operator.ReadAudienceAsync(complaints);
        return [.. sessions.Take(10)];
    });

    private static Body Batch(int number, string start, params string[] events) => Body.Brotli(
        EventText.Array([start, EventText.Of("play", EventText.Now + number, 0), .. events, EventText.Of("sessionEnd", EventText.Now + 60_000, 60)]), events.Length + 3);

    private Task StoreAndReadAsync(Func<int, Body> write)
    {
        var bodies = Enumerable.Range(0, Batches).Select(write).ToList();
        return WithstandAsync(async (attacker, complaints) =>
        {
            var stored = new List<string>();
            await Attacker.AtOnceAsync(bodies, async body =>
            {
                if ((await attacker.PostAsync("/api/v1/downloaded", body)).Location is { } session)
                {
                    lock (stored)
                        stored.Add(session);
                }
            }, atATime: 8);

            // While the crowd watches: this is what cut a front door off.
            await Fixture.Feed.ExpectAsync(stored, complaints);
            return [.. stored.Take(5)];
        });
    }
}
