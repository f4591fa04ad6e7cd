namespace SessionGrains.Tracking.Tests;

/// <summary>What real clients sent, tracked in the order and at the times of its arrival. The expectations are written out by hand from the files.</summary>
public sealed class RecordedTraffic
{
    /// <summary>Findings that would blame these clients for what is right.</summary>
    private static readonly string[] Unfounded =
    [
        "nothing-to-close", "closed-after-break", "after-complete", "playhead-beyond-length", "content-without-play", "play-before-ad-break", "clock-drift", "empty-id", "state-already-open",
        "value-ignored", "unclosed-ad", "unclosed-break",
    ];

    [Fact]
    public void The_JavaScript_SDKs_first_session_shows_all_that_it_sent()
    {
        var session = Track("traffic/js-media-sdk-3.1.0.json", "{sid1}");
        var metrics = session.Metrics();

        Assert.Equal([("ad-001", "Ad 1", 1L, 1_505L, PlayOutcome.Completed), ("ad-002", "Ad 2", 1L, 704L, PlayOutcome.Skipped)], metrics.Ads.Select(static ad => (ad.Id, ad.Name, ad.BreakIndex, ad.TimePlayedMs, ad.Outcome)));
        Assert.Equal([(1L, "Chapter 1", 1_813L, PlayOutcome.Skipped), (2L, "Chapter 2", 12_082L, PlayOutcome.Completed)], metrics.Chapters.Select(static one => (one.Index, one.Name, one.TimePlayedMs, one.Outcome)));
        Assert.Equal([new("fullScreen", 1, 603), new("my_custom_state", 1, 13_794)], metrics.PlayerStates);
        Assert.Equal([("1006:network", "player", 1)], metrics.Errors.Select(static error => (error.Id, error.Source, error.Count)));
        Assert.Equal((1, 1, 1), (metrics.BitrateChanges, metrics.AdCompletes, metrics.AdSkips));
        Assert.Equal((13_898, 2_209, 2, 1_707, 1, 602), (metrics.ContentTimeSpentMs, metrics.AdTimeSpentMs, metrics.PauseCount, metrics.TotalPauseDurationMs, metrics.BufferEvents, metrics.TotalBufferDurationMs));
        Assert.Equal((true, 12d, 2d), (metrics.ContentComplete, metrics.DroppedFrames, metrics.TimeToStartMs));
        Assert.Equal([10, 25, 50, 75, 95], metrics.ProgressMarkers);
        Assert.Equal((27, 0, 0), (session.Counts.Received, session.Counts.Duplicates, session.Counts.Late));
        Assert.Equal(["my_custom_state"], session.Playback().PlayerStates);
        Assert.Null(session.ClosedBy);
    }

    [Fact]
    public void The_JavaScript_SDKs_live_session_shows_all_that_it_sent()
    {
        var session = Track("traffic/js-media-sdk-3.1.0.json", "{sid2}");
        var metrics = session.Metrics();

        Assert.Equal((1_504, 0, true), (metrics.ContentTimeSpentMs, metrics.AdCount, metrics.ContentStart));
        Assert.Equal(ClosedBy.SessionEnd, session.ClosedBy);
        Assert.Empty(metrics.ProgressMarkers);
        Assert.Equal("[60-60]", metrics.ContentSegment);
    }

    [Fact]
    public void The_Chromecast_session_shows_all_that_it_sent()
    {
        var session = Track("traffic/chromecast-3.0.3.json", "{sid1}");
        var metrics = session.Metrics();

        Assert.Equal([("ad-001", "Ad 1", 1L, 1_503L, PlayOutcome.Completed)], metrics.Ads.Select(static ad => (ad.Id, ad.Name, ad.BreakIndex, ad.TimePlayedMs, ad.Outcome)));
        Assert.Equal([(1L, "Chapter 1", 1_217L, PlayOutcome.Completed)], metrics.Chapters.Select(static one => (one.Index, one.Name, one.TimePlayedMs, one.Outcome)));
        Assert.Equal([new("fullScreen", 1, 602)], metrics.PlayerStates);
        Assert.Equal([("1006", "player", 1)], metrics.Errors.Select(static error => (error.Id, error.Source, error.Count)));
        Assert.Equal((1, 1, 0), (metrics.BitrateChanges, metrics.AdCompletes, metrics.AdSkips));
        Assert.Equal((13_297, 1_503, 2, 1_202, 1, 601), (metrics.ContentTimeSpentMs, metrics.AdTimeSpentMs, metrics.PauseCount, metrics.TotalPauseDurationMs, metrics.BufferEvents, metrics.TotalBufferDurationMs));
        Assert.True(metrics.ContentComplete);
        Assert.Equal((21, 0, 0), (session.Counts.Received, session.Counts.Duplicates, session.Counts.Late));
    }

    [Fact]
    public void The_Android_session_shows_all_that_it_sent()
    {
        var session = Track("traffic/android-media-3.1.2.json", "{sid1}");
        var metrics = session.Metrics();

        Assert.Equal([("ad-001", "Ad 1", 1L, 1_201L, PlayOutcome.Completed), ("ad-002", "Ad 2", 1L, 300L, PlayOutcome.Skipped)], metrics.Ads.Select(static ad => (ad.Id, ad.Name, ad.BreakIndex, ad.TimePlayedMs, ad.Outcome)));
        Assert.Equal([(1L, "Chapter 1", 305L, PlayOutcome.Skipped)], metrics.Chapters.Select(static one => (one.Index, one.Name, one.TimePlayedMs, one.Outcome)));
        Assert.Equal([new("fullScreen", 1, 301)], metrics.PlayerStates);
        Assert.Equal([("1006", "player", 1)], metrics.Errors.Select(static error => (error.Id, error.Source, error.Count)));
        Assert.Equal((1, 1, 1), (metrics.BitrateChanges, metrics.AdCompletes, metrics.AdSkips));
        Assert.Equal((12_320, 1_501, 2, 401, 1, 400), (metrics.ContentTimeSpentMs, metrics.AdTimeSpentMs, metrics.PauseCount, metrics.TotalPauseDurationMs, metrics.BufferEvents, metrics.TotalBufferDurationMs));
        Assert.True(metrics.ContentComplete);
        Assert.Contains(session.Findings(), finding => finding.Code == "equal-ts");
        Assert.Equal((24, 0, 0), (session.Counts.Received, session.Counts.Duplicates, session.Counts.Late));
    }

    [Fact]
    public void The_downloaded_Android_session_shows_all_that_it_sent()
    {
        using var traffic = PlayerEventJson.Vector("traffic/android-media-3.1.2.json");
        var batch = traffic.RootElement.GetProperty("requests").EnumerateArray().Select(one => one.GetProperty("body")).Single(body => body.ValueKind == JsonValueKind.Array).EnumerateArray().ToArray();
        var session = Session.Downloaded(PlayerEventJson.Start(batch[0]), [.. batch.Skip(1).Select(PlayerEventJson.Event)], 1_795_404_700_000, SessionTimeouts.Default);
        var metrics = session.Metrics();

        Assert.Equal([("ad-001", "Ad 1", 1L, 1_201L, PlayOutcome.Completed), ("ad-002", "Ad 2", 1L, 301L, PlayOutcome.Skipped)], metrics.Ads.Select(static ad => (ad.Id, ad.Name, ad.BreakIndex, ad.TimePlayedMs, ad.Outcome)));
        Assert.Equal([(1L, "Chapter 1", 301L, PlayOutcome.Skipped)], metrics.Chapters.Select(static one => (one.Index, one.Name, one.TimePlayedMs, one.Outcome)));
        Assert.Equal([new("fullScreen", 1, 300)], metrics.PlayerStates);
        Assert.Equal([("1006", "player", 1)], metrics.Errors.Select(static error => (error.Id, error.Source, error.Count)));
        Assert.Equal((1, 1, 1), (metrics.BitrateChanges, metrics.AdCompletes, metrics.AdSkips));
        Assert.Equal((1_302, 1_502, 2, 401, 1, 400), (metrics.ContentTimeSpentMs, metrics.AdTimeSpentMs, metrics.PauseCount, metrics.TotalPauseDurationMs, metrics.BufferEvents, metrics.TotalBufferDurationMs));
        Assert.Equal((true, ClosedBy.Downloaded), (metrics.ContentComplete, session.ClosedBy));
        Assert.DoesNotContain(session.Findings(), static finding => Unfounded.Contains(finding.Code));
    }

    private static Session Track(string file, string sid)
    {
        using var traffic = PlayerEventJson.Vector(file);
        var requests = traffic.RootElement.GetProperty("requests").EnumerateArray().Where(one => one.GetProperty("method").GetString() == "POST").ToArray();
        var start = requests.Where(one => one.GetProperty("path").GetString() == "/api/v1/sessions").ElementAt(sid == "{sid1}" ? 0 : 1);
        var request = PlayerEventJson.Start(start.GetProperty("body"));
        long Arrival(JsonElement one) => request.Ts + one.GetProperty("t_ms").GetInt64() - start.GetProperty("t_ms").GetInt64();

        var session = Session.Start(request, request.Ts, SessionTimeouts.Default);
        foreach (var one in requests.Where(one => one.GetProperty("path").GetString() == $"/api/v1/sessions/{sid}/events"))
        {
            Assert.Equal(TrackVerdict.Accepted, session.Track(PlayerEventJson.Event(one.GetProperty("body")), Arrival(one)));
        }

        Assert.DoesNotContain(session.Findings(), static finding => Unfounded.Contains(finding.Code));
        return session;
    }
}
