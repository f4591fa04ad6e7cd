namespace SessionGrains.Tracking.Tests;

/// <summary>Whatever numbers a reader lets through, the session that they make can be read.</summary>
public sealed class ExtremeNumbers
{
    private const long GreatestTs = 253_402_300_799_999;

    private static readonly Gen<double> Quality = Gen.OneOf(
        Gen.OneOf(0d, -0.0, double.Epsilon, -double.Epsilon, 1, -1, 1e15, -1e15, 999_999_999_999_999.9, 1e-300, 9_999, 10_000, 99_999.999, 1_000_000), Gen.Double[-1e15, 1e15]);

    private static readonly Gen<double> Playheads = Gen.OneOf(Gen.OneOf(0d, double.Epsilon, 0.001, 86_399, 1e9, 1e12, 1e13, 9_999_999_999_999.998), Gen.Double[0, 1e13], Gen.Double[0, 100]);

    private static readonly Gen<double> Positions = Gen.OneOf(Gen.OneOf(0d, 1e9, -1e9, double.Epsilon), Gen.Double[-1e9, 1e9]);

    private static readonly Gen<long> Indexes = Gen.OneOf(Gen.OneOf(0L, 1, 1_000_000_000, -1_000_000_000), Gen.Long[-1_000_000_000, 1_000_000_000]);

    private static readonly Gen<long> Clocks = Gen.OneOf(
        Gen.OneOf(0L, 1, GreatestTs, GreatestTs - 1, PlayerEvents.Zero), Gen.Long[0, GreatestTs], Gen.Long[PlayerEvents.Zero, PlayerEvents.Zero + 10_000_000]);

    private static readonly Gen<PlayerEventType> Types = Gen.Int[1, 19].Select(static type => (PlayerEventType)type);

    private static readonly Gen<QoeValues?> Qualities = Gen.Select(Quality, Quality, Quality, Quality, Gen.Int[0, 15]).Select((a, b, c, d, which) => which == 0
        ? null
        : new QoeValues
        {
            Bitrate = (which & 1) != 0 ? a : null,
            DroppedFrames = (which & 2) != 0 ? b : null,
            FramesPerSecond = (which & 4) != 0 ? c : null,
            TimeToStart = (which & 8) != 0 ? d : null,
        });

    private static readonly Gen<(PlayerEvent Event, long AfterMs)> Events = Gen.Select(Types, Clocks, Playheads, Qualities, Gen.Select(Indexes, Positions, Gen.Long[0, 2_000_000]))
        .Select((type, ts, playhead, quality, said) => (
            new PlayerEvent
            {
                Type = type,
                Ts = ts,
                Playhead = playhead,
                Fingerprint = (ulong)HashCode.Combine(type, ts, playhead, said),
                Qoe = quality,
                Ad = type == PlayerEventType.AdStart ? new("ad", null) : null,
                AdBreak = type == PlayerEventType.AdBreakStart ? new(said.Item1, said.Item2, "break") : null,
                Chapter = type == PlayerEventType.ChapterStart ? new(said.Item1, null) : null,
                StatesStart = type is PlayerEventType.StateStart or PlayerEventType.StatesUpdate ? ["mute"] : null,
                StatesEnd = type == PlayerEventType.StateEnd ? ["mute"] : null,
            },
            said.Item3));

    private static readonly Gen<(StartRequest Start, (PlayerEvent Event, long AfterMs)[] Events)> Sessions =
        Gen.Select(Clocks, Playheads, Gen.OneOf(Gen.OneOf(0d, 0.001, 1e9), Gen.Double[0.001, 1e9]), Qualities, Events.Array[0, 40]).Select((ts, playhead, length, quality, events) => (
            new StartRequest
            {
                Body = [],
                Ts = ts,
                Playhead = playhead,
                MediaId = "m",
                Channel = "c",
                PlayerName = "p",
                ContentType = "t",
                LengthSeconds = length,
                Qoe = quality,
            },
            events));

    [Fact]
    public void Every_session_can_be_read_whatever_numbers_it_is_made_of() =>
        Sessions.Sample(
            one =>
            {
                var nowMs = PlayerEvents.Zero;
                var session = Session.Start(one.Start, nowMs, SessionTimeouts.Default);
                foreach (var (playerEvent, afterMs) in one.Events)
                {
                    session.Track(playerEvent, nowMs += afterMs, out var sight);
                    Assert.True(double.IsNaN(sight.Bitrate) || sight.Bitrate is > 0 and <= 1e15);
                    Readable(session);
                }

                session.HandleDeadline(nowMs + 100_000_000);
                Readable(session);
            },
            iter: Cases.UpTo(20_000));

    [Fact]
    public void Every_downloaded_session_can_be_read_whatever_numbers_it_is_made_of() =>
        Sessions.Sample(
            static one => Readable(Session.Downloaded(one.Start, [.. one.Events.Select(static said => said.Event)], PlayerEvents.Zero, SessionTimeouts.Default)),
            iter: Cases.UpTo(20_000));

    private static void Readable(Session session)
    {
        var (metrics, quality, playback) = (session.Metrics(), session.Qoe, session.Playback());
        double?[] figures =
        [
            metrics.AverageBitrate, metrics.AverageMinuteAudience, metrics.DroppedFrames, metrics.TimeToStartMs, playback.Playhead, playback.AdBreak?.Offset,
            quality.Bitrate, quality.DroppedFrames, quality.FramesPerSecond, quality.TimeToStart,
        ];
        Assert.All(figures, static figure => Assert.True(figure is null || double.IsFinite(figure.Value)));
        double?[] counting = [metrics.AverageBitrate, metrics.AverageMinuteAudience, metrics.DroppedFrames, metrics.TimeToStartMs];
        Assert.All(counting, static figure => Assert.True(figure is null or >= 0));
        long[] times =
        [
            metrics.ContentTimeSpentMs, metrics.AdTimeSpentMs, metrics.MediaTimeSpentMs, metrics.UniqueTimePlayedMs, metrics.TotalPauseDurationMs, metrics.TotalBufferDurationMs,
            metrics.TotalStallDurationMs, metrics.EstimatedStreams, .. metrics.Ads.Select(static ad => ad.TimePlayedMs), .. metrics.Chapters.Select(static one => one.TimePlayedMs),
            .. metrics.PlayerStates.Select(static one => one.TimeSpentMs),
        ];
        Assert.All(times, static time => Assert.InRange(time, 0, GreatestTs));
        if (metrics.AverageBitrateBucket is { } bucket)
        {
            Assert.Matches("^[0-9]+-[0-9]+$", bucket);
        }

        var journal = session.Journal();
        Assert.All(journal.Points, static point => Assert.True(double.IsFinite(point.Playhead)));
        Assert.All(journal.Segments, static segment => Assert.True(segment.ToTs >= segment.FromTs && double.IsFinite(segment.PlayheadFrom) && double.IsFinite(segment.PlayheadTo)));
        Assert.NotNull(session.Findings());
    }
}
