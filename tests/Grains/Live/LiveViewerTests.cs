namespace SessionGrains.Grains.Tests.Live;

public sealed class LiveViewerTests : IDisposable
{
    private static readonly LiveTopic Topic = new("film", "Film", "films", "web", "vod");
    private static readonly LiveState Starting = new(true, false, PlaybackState.Starting, PlaybackPlace.Content, false, 0, 0, double.NaN);
    private static readonly LiveState Playing = Starting with { State = PlaybackState.Playing, HasContentStarted = true, Bitrate = 3_000_000 };

    private readonly FakeTimeProvider _time = new(new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly SilenceWheel _wheel;
    private readonly SiloCounters _counters;

    public LiveViewerTests()
    {
        _wheel = new(_time);
        _counters = new(_wheel, new OpenSessions(1_000_000), _time);
        _ = _wheel.StartAsync(CancellationToken.None);
    }

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public void Dispose() => _wheel.Dispose();

    [Fact]
    public void A_session_counts_in_everything_its_title_player_type_and_channel_at_once()
    {
        Enter(Starting);

        Assert.Equal(5, _counters.KeyCounters().Length);
        Assert.All(_counters.KeyCounters(), static gauge => Assert.Equal(new LiveFigures { Open = 1, Starting = 1, Starts = 1 }, gauge.Row(false, out _).Figures));
    }

    [Fact]
    public void A_viewer_is_in_one_state_at_a_time_and_what_happens_counts_once()
    {
        var viewer = Enter(Starting);
        viewer.Update(Playing, NowMs);
        Assert.Equal((1, 1, 1L, 3_000_000L), (Figures().Viewers, Figures().Playing, Figures().ContentStarts, Figures().BitrateSum));

        viewer.Update(Playing with { Place = PlaybackPlace.AdBreak }, NowMs);
        Assert.Equal((1, 1, 0, 0L), (Figures().Viewers, Figures().Ad, Figures().Playing, Figures().BitrateSum));

        viewer.Update(Playing with { State = PlaybackState.Buffering, Errors = 2, BitrateChanges = 1 }, NowMs);
        Assert.Equal((1, 1, 2L, 1L, 1L), (Figures().Viewers, Figures().Buffering, Figures().Errors, Figures().BitrateChanges, Figures().ContentStarts));

        viewer.Update(Playing with { State = PlaybackState.Completed, IsCompleted = true, Errors = 2, BitrateChanges = 1 }, NowMs);
        Assert.Equal((1, 0), (Figures().Open, Figures().Viewers));

        viewer.Update(Playing with { IsOpen = false, State = PlaybackState.Completed, IsCompleted = true, Errors = 2, BitrateChanges = 1 }, NowMs);
        Assert.Equal(new LiveFigures { Starts = 1, ContentStarts = 1, Errors = 2, BitrateChanges = 1, Ends = 1 }, Figures());
    }

    [Fact]
    public void A_session_that_ends_before_its_content_played_is_counted_as_such()
    {
        Enter(Starting).Update(Starting with { IsOpen = false }, NowMs);

        Assert.Equal(new LiveFigures { Starts = 1, Ends = 1, EndsBeforeStart = 1 }, Figures());
    }

    [Fact]
    public void After_a_minute_of_silence_nobody_views_and_the_next_event_brings_the_viewer_back()
    {
        var viewer = Enter(Playing);
        Pass(30);
        viewer.Update(Playing, NowMs);
        Pass(59);
        Assert.Equal(1, Figures().Viewers);

        Pass(2);
        Assert.Equal((1, 0), (Figures().Open, Figures().Viewers));

        viewer.Update(Playing, NowMs);
        Assert.Equal((1, 1), (Figures().Open, Figures().Viewers));
        Pass(61);
        Assert.Equal((1, 0), (Figures().Open, Figures().Viewers));
    }

    [Fact]
    public void A_session_that_was_restored_after_its_minute_of_silence_is_open_without_a_viewer()
    {
        _counters.Add(Topic).Enter(Playing, NowMs - 61_000, NowMs, isNew: false);

        Assert.Equal(new LiveFigures { Open = 1 }, Figures());
    }

    [Fact]
    public void A_session_that_left_counts_no_more_whatever_comes_after_and_nothing_is_kept_of_it()
    {
        var viewer = Enter(Playing);
        viewer.Leave();
        viewer.Leave();
        viewer.Update(Playing with { State = PlaybackState.Paused }, NowMs);
        Pass(120);

        Assert.Equal(default, Figures().Current);
        var gauges = _counters.KeyCounters();
        foreach (var gauge in gauges)
        {
            gauge.ConfirmedVersion = gauge.Version;
            Assert.Equal(gauge.Key.Kind != LiveKind.Everything, _counters.Forget(gauge));
        }

        Assert.Equal([LiveKey.Everything], _counters.KeyCounters().Select(static gauge => gauge.Key));
    }

    [Fact]
    public void A_gauge_is_not_forgotten_while_the_partition_has_not_its_last_version()
    {
        var viewer = Enter(Playing);
        var title = _counters.KeyCounters().Single(static gauge => gauge.Key.Kind == LiveKind.Title);
        title.ConfirmedVersion = title.Version;
        Assert.False(_counters.Forget(title));
        viewer.Leave();
        Assert.False(_counters.Forget(title));

        title.ConfirmedVersion = title.Version;
        Assert.True(_counters.Forget(title));
    }

    [Fact]
    public void Names_are_cut_and_content_types_are_compared_without_case()
    {
        var topic = LiveTopic.Of(new()
        {
            Body = [],
            Ts = 0,
            Playhead = 0,
            MediaId = new string('x', 199) + "\U0001F3AC",
            MediaName = new string('n', 10_000),
            Channel = "films",
            PlayerName = "web",
            ContentType = "VOD",
            LengthSeconds = 0,
        });

        Assert.Equal((new string('x', 199), 200, "vod"), (topic.MediaId, topic.Name!.Length, topic.ContentType));
    }

    [Fact]
    public void Seconds_hold_what_is_and_what_happened_since_the_one_before_for_ten_minutes()
    {
        var seconds = new LiveSeconds();
        for (var second = 1; second <= 700; second++)
            seconds.Record(second, new() { Open = second, Starts = 2L * second });

        Assert.Equal(600, seconds.All.Length);
        Assert.Equal(new LiveSecond(101, new() { Open = 101, Starts = 2 }), seconds.All[0]);
        Assert.Equal(new LiveSecond(700, new() { Open = 700, Starts = 2 }), seconds.All[^1]);
    }

    private LiveViewer Enter(LiveState sight)
    {
        var viewer = _counters.Add(Topic);
        viewer.Enter(sight, NowMs, NowMs, isNew: true);
        return viewer;
    }

    private LiveFigures Figures() => _counters.KeyCounters().Single(static gauge => gauge.Key == LiveKey.Everything).Row(false, out _).Figures;

    private void Pass(int seconds)
    {
        for (var i = 0; i < seconds; i++)
            _time.Advance(TimeSpan.FromSeconds(1));
    }
}
