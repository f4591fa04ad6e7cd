namespace SessionGrains.Browser.Tests.Edge;

/// <summary>The Web SDK of the original, unchanged, plays a film on this server.</summary>
public sealed class AlloyTests(AlloyPage film) : IClassFixture<AlloyPage>, IAsyncLifetime
{
    /// <summary>Both ways of the SDK play the same: pre-roll, chapter, buffering, states, error, bitrate, seek, complete.</summary>
    private const string PlayedByCommands = """
        async (mediaId) => {
            let playhead = 0, bitrate = 1000000;
            const wait = ms => new Promise(done => setTimeout(done, ms));
            const playerId = "player-" + mediaId;
            const { sessionId } = await alloy("createMediaSession", {
                playerId,
                getPlayerDetails: () => ({ playhead, qoeDataDetails: { bitrate, droppedFrames: 2, framesPerSecond: 24, timeToStart: 800 } }),
                xdm: { eventType: "media.sessionStart", mediaCollection: {
                    sessionDetails: { name: mediaId, friendlyName: "Film ✓", length: 128, contentType: "vod", streamType: "video", show: "Seven", hasResume: false },
                    customMetadata: [{ name: "k", value: "v" }] } },
            });
            const send = async (type, mediaCollection = {}) => { await alloy("sendMediaEvent", { playerId, xdm: { eventType: "media." + type, mediaCollection } }); await wait(30); };
            await send("adBreakStart", { advertisingPodDetails: { friendlyName: "pre-roll", offset: 0, index: 1 } });
            await send("adStart", { advertisingDetails: { friendlyName: "Ad 1", name: "ad-001", podPosition: 1, length: 15, advertiser: "Adv" }, customMetadata: [{ name: "a", value: "b" }] });
            await wait(1500);
            await send("adComplete");
            await send("adBreakComplete");
            await send("play");
            await send("chapterStart", { chapterDetails: { friendlyName: "One", index: 1, length: 60, offset: 0 } });
            playhead = 1;
            await send("bufferStart");
            await send("play");
            await send("statesUpdate", { statesStart: [{ name: "fullScreen" }, { name: "mute" }] });
            await send("error", { errorDetails: { name: "e-1", source: "player" } });
            bitrate = 2000000;
            await send("bitrateChange", { qoeDataDetails: { bitrate } });
            await send("pauseStart");
            playhead = 30;
            await send("play");
            await send("statesUpdate", { statesEnd: [{ name: "mute" }] });
            await send("chapterComplete");
            await send("sessionComplete");
            return sessionId;
        }
        """;

    private const string PlayedByTracker = """
        async (mediaId) => {
            const wait = ms => new Promise(done => setTimeout(done, ms));
            const Media = await alloy("getMediaAnalyticsTracker", {});
            const tracker = Media.getInstance();
            tracker.updateQoEObject(Media.createQoEObject(1000000, 800, 24, 2));
            tracker.updatePlayhead(0);
            const { sessionId } = await tracker.trackSessionStart(Media.createMediaObject("Film ✓", mediaId, 128, Media.StreamType.VOD, Media.MediaType.Video), { "a.media.show": "Seven", k: "v" });
            const send = async promise => { await promise; await wait(30); };
            await send(tracker.trackEvent(Media.Event.AdBreakStart, Media.createAdBreakObject("pre-roll", 1, 0)));
            await send(tracker.trackEvent(Media.Event.AdStart, Media.createAdObject("Ad 1", "ad-001", 1, 15), { "a.media.ad.advertiser": "Adv", a: "b" }));
            await wait(1500);
            await send(tracker.trackEvent(Media.Event.AdComplete));
            await send(tracker.trackEvent(Media.Event.AdBreakComplete));
            await send(tracker.trackPlay());
            await send(tracker.trackEvent(Media.Event.ChapterStart, Media.createChapterObject("One", 1, 60, 0)));
            tracker.updatePlayhead(1);
            await send(tracker.trackEvent(Media.Event.BufferStart));
            await send(tracker.trackEvent(Media.Event.BufferComplete));
            await send(tracker.trackEvent(Media.Event.StateStart, Media.createStateObject("fullScreen")));
            await send(tracker.trackEvent(Media.Event.StateStart, Media.createStateObject("mute")));
            await send(tracker.trackError("e-1"));
            tracker.updateQoEObject(Media.createQoEObject(2000000, 800, 24, 2));
            await send(tracker.trackEvent(Media.Event.BitrateChange));
            await send(tracker.trackEvent(Media.Event.SeekStart));
            tracker.updatePlayhead(30);
            await send(tracker.trackEvent(Media.Event.SeekComplete));
            await send(tracker.trackEvent(Media.Event.StateEnd, Media.createStateObject("mute")));
            await send(tracker.trackEvent(Media.Event.ChapterComplete));
            await send(tracker.trackComplete());
            return sessionId;
        }
        """;

    public Task InitializeAsync()
    {
        if (AlloyPage.Sdk is not null && InstalledBrowser.Path is not null)
            (film.Tls.Fault, film.Tls.Hold) = (static _ => null, static _ => TimeSpan.Zero);
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [AlloyFact]
    public Task The_commands_play_a_film_and_another() => PlayAsync(PlayedByCommands, "commands");

    [AlloyFact]
    public Task The_tracker_plays_a_film_and_another() => PlayAsync(PlayedByTracker, "tracker");

    private async Task PlayAsync(string script, string name)
    {
        await using var tab = await film.OpenAsync();

        var first = await tab.Page.EvaluateAsync<string>(script, name + "-1");
        var second = await tab.Page.EvaluateAsync<string>(script, name + "-2");

        Assert.NotEqual(first, second);
        Assert.Empty(tab.Complaints);
        AssertPlayed(await film.ReadAsync(first), name + "-1");
        AssertPlayed(await film.ReadAsync(second), name + "-2");
    }

    private static void AssertPlayed(JsonNode session, string mediaId, params string[] found)
    {
        Assert.Equal("media-edge", (string?)session["api"]);
        var start = session["params"]!;
        Assert.Equal((mediaId, "Film ✓", 128, "web", "films", "Seven"),
            ((string?)start["media.id"], (string?)start["media.name"], (int)start["media.length"]!, (string?)start["media.playerName"], (string?)start["media.channel"], (string?)start["media.show"]));
        Assert.Equal("v", (string?)session["customMetadata"]!["k"]);
        Assert.Equal("completed", (string?)session["playback"]!["state"]);
        var metrics = session["metrics"]!;
        Assert.True((bool)metrics["contentStart"]!);
        Assert.True((bool)metrics["contentComplete"]!);
        Assert.Equal("pre-roll", (string?)metrics["adBreaks"]![0]!["name"]);
        var ad = metrics["ads"]![0]!;
        Assert.Equal(("ad-001", "Ad 1", "Adv", "completed", "b"), ((string?)ad["id"], (string?)ad["name"], (string?)ad["advertiser"], (string?)ad["outcome"], (string?)ad["customMetadata"]!["a"]));
        Assert.InRange((double)ad["timePlayed"]!, 1.4, 10);
        Assert.Equal(("One", "completed"), ((string?)metrics["chapters"]![0]!["name"], (string?)metrics["chapters"]![0]!["outcome"]));
        Assert.Equal((1, 1), ((int)metrics["bufferEvents"]!, (int)metrics["pauseCount"]!));
        Assert.Equal(["fullScreen:1", "mute:1"], metrics["playerStates"]!.AsArray().Select(static one => $"{one!["name"]}:{one["count"]}"));
        Assert.Equal("e-1", (string?)metrics["errors"]![0]!["id"]);
        Assert.Equal((1, 2_000_000), ((int)metrics["bitrateChanges"]!, (int)session["qoeData"]!["media.qoe.bitrate"]!));
        Assert.Empty(session["findings"]!.AsArray().Select(static one => (string?)one!["code"]).Except(["equal-ts", .. found]));
    }

    [AlloyFact]
    public async Task A_start_that_fails_twice_is_sent_again_and_opens_one_session()
    {
        await using var tab = await film.OpenAsync();
        var failures = 2;
        film.Tls.Fault = path => path.EndsWith("/interact", StringComparison.Ordinal) && failures-- > 0 ? (503, "1") : null;

        var sid = await tab.Page.EvaluateAsync<string>(PlayedByCommands, "fails-twice");

        AssertPlayed(await film.ReadAsync(sid), "fails-twice");
        Assert.Single(await film.SearchAsync("fails-twice"));
    }

    /// <summary>The SDK has no time limit of its own, so it waits and sends nothing twice.</summary>
    [AlloyFact]
    public async Task A_start_whose_answer_takes_six_seconds_opens_one_session()
    {
        await using var tab = await film.OpenAsync();
        film.Tls.Hold = static path => path.EndsWith("/interact", StringComparison.Ordinal) ? TimeSpan.FromSeconds(6) : TimeSpan.Zero;

        var sid = await tab.Page.EvaluateAsync<string>(PlayedByCommands, "slow-start");

        Assert.Empty(tab.Complaints);
        AssertPlayed(await film.ReadAsync(sid), "slow-start");
        Assert.Single(await film.SearchAsync("slow-start"));
    }

    /// <summary>The SDK sends a request again after 429, 502, 503 and 504 but not after 500: such a start is the page's to repeat, and the first leaves no session.</summary>
    [AlloyFact]
    public async Task A_start_that_fails_with_500_twice_is_the_pages_to_repeat_and_opens_one_session()
    {
        await using var tab = await film.OpenAsync();
        var failures = 2;
        film.Tls.Fault = path => path.EndsWith("/interact", StringComparison.Ordinal) && failures-- > 0 ? (500, null) : null;

        await Assert.ThrowsAsync<PlaywrightException>(() => tab.Page.EvaluateAsync<string>(PlayedByCommands, "fails-with-500"));
        await Assert.ThrowsAsync<PlaywrightException>(() => tab.Page.EvaluateAsync<string>(PlayedByCommands, "fails-with-500"));
        var sid = await tab.Page.EvaluateAsync<string>(PlayedByCommands, "fails-with-500");

        AssertPlayed(await film.ReadAsync(sid), "fails-with-500");
        Assert.Single(await film.SearchAsync("fails-with-500"));
    }

    [AlloyFact]
    public async Task Events_that_are_refused_for_a_while_are_sent_again_and_none_counts_twice()
    {
        await using var tab = await film.OpenAsync();
        var asked = 0;
        film.Tls.Fault = path => path.Contains("/va/", StringComparison.Ordinal) && ++asked % 3 == 0 ? (503, "1") : null;

        var sid = await tab.Page.EvaluateAsync<string>(PlayedByCommands, "refused-a-while");

        // One that was refused three times may come later than it is waited for, and is right all the same.
        AssertPlayed(await film.ReadAsync(sid), "refused-a-while", "late");
    }

    [AlloyFact]
    public async Task A_session_that_is_gone_from_an_event_on_keeps_what_came_before()
    {
        await using var tab = await film.OpenAsync();
        var isGone = false;
        film.Tls.Fault = path => path.Contains("/va/", StringComparison.Ordinal) && (isGone |= path.EndsWith("/play", StringComparison.Ordinal)) ? (404, null) : null;
        var before = film.Tls.Answered.Count;
        await Assert.ThrowsAsync<PlaywrightException>(() => tab.Page.EvaluateAsync<string>(PlayedByCommands, "gone-later"));
        film.Tls.Fault = static _ => null;
        var taken = film.Tls.Answered[before..].Count(static one => one.Status is 200 or 204);

        var sid = await tab.Page.EvaluateAsync<string>(PlayedByCommands, "after-gone-later");

        AssertPlayed(await film.ReadAsync(sid), "after-gone-later");
        var gone = Assert.Single(await film.SearchAsync("gone-later"));
        var session = await film.ReadAsync((string)gone!["sessionId"]!);
        Assert.Equal((taken, 0), ((int)session["events"]!["received"]!, (int)session["events"]!["duplicates"]!));
        Assert.Equal("completed", (string?)Assert.Single(session["metrics"]!["ads"]!.AsArray())!["outcome"]);
        Assert.Empty(session["metrics"]!["chapters"]!.AsArray());
    }

    [AlloyFact]
    public async Task A_session_that_is_gone_ends_and_the_next_one_works()
    {
        await using var tab = await film.OpenAsync();
        film.Tls.Fault = static path => path.Contains("/va/", StringComparison.Ordinal) ? (404, null) : null;
        await Assert.ThrowsAsync<PlaywrightException>(() => tab.Page.EvaluateAsync<string>(PlayedByCommands, "gone"));
        film.Tls.Fault = static _ => null;

        var sid = await tab.Page.EvaluateAsync<string>(PlayedByCommands, "next");

        AssertPlayed(await film.ReadAsync(sid), "next");
    }
}
