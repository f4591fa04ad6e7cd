using SessionGrains.Tracking.Journals;

namespace SessionGrains.Tracking.Tests.Story;

/// <summary>That any arrival order gives the same journal is in <see cref="SessionProperties"/>: the report that they compare contains it.</summary>
public sealed class JournalProperties
{
    [Fact]
    public void Segments_are_in_order_without_overlaps_and_add_up_to_the_metrics() =>
        Arrivals.Overtaken.Sample(
            arrivals =>
            {
                var session = Session.Start(arrivals.Viewing.Start, PlayerEvents.Zero, Viewings.Rules);
                foreach (var (playerEvent, atMs) in arrivals.Order)
                {
                    session.Track(playerEvent, atMs);
                }

                AddsUp(session);
                session.HandleDeadline(PlayerEvents.Zero + 200_000_000);
                AddsUp(session);
            },
            iter: Cases.UpTo(3_000));

    [Fact]
    public void A_long_session_has_the_same_journal_whatever_overtakes_what()
    {
        Gen.Int[0, 1_000_000].Array[200, 400].Sample(
            choices =>
            {
                var events = LongViewing(choices);
                var inOrder = Viewing.Start().Then(events).Session;
                var swapped = Viewing.Start();
                for (var i = 0; i < events.Length; i += 2)
                {
                    var swap = i + 1 < events.Length && choices[i] % 3 == 0 && events[i].Ts != events[i + 1].Ts && events[i + 1].Ts - events[i].Ts < 5_000;
                    swapped.Then(swap ? [events[i + 1], events[i]] : events[i..Math.Min(i + 2, events.Length)]);
                }

                Assert.Equal(SessionText.Journal(inOrder), SessionText.Journal(swapped.Session));
                Assert.InRange(inOrder.Journal().Entries, 1, 128);
                Assert.InRange(inOrder.Progress.Settled.Journal.Length, 1, 128 * 20);
            },
            iter: Cases.UpTo(100));
    }

    [Fact]
    public void Entries_survive_their_bytes() =>
        Gen.Select(Gen.Int[0, 19], Gen.Int[0, 9], Gen.Int[0, 127], Gen.Long[0, 1L << 50], Gen.Long[-(1L << 45), 1L << 45]).Array[0, 20].Sample(
            rows =>
            {
                var entries = rows.Select(Entry).ToArray();

                Assert.Equal(entries, JournalBytes.Read(JournalBytes.Of(entries)));
                Assert.Equal(JournalBytes.Of(entries), entries.Aggregate(Array.Empty<byte>(), (bytes, entry) => JournalBytes.Append(bytes, bytes.Length, entry)));
            },
            iter: Cases.UpTo(2_000));

    private static JournalEntry Entry((int Type, int Scene, int Marks, long Number, long Signed) row)
    {
        var marks = (JournalMarks)row.Marks;
        var entry = new JournalEntry((PlayerEventType)row.Type, (JournalScene)row.Scene, row.Signed, row.Number) { Marks = marks };
        return entry with
        {
            Subject = entry.HasSubject ? row.Number : 0,
            LateByMs = entry.Has(JournalMarks.Late) ? row.Number : 0,
            StallMs = entry.Has(JournalMarks.Stall) ? row.Number : 0,
            PriorPlayheadMs = entry.Has(JournalMarks.Jump) ? row.Number : 0,
            SilenceMs = entry.Has(JournalMarks.Silence) ? row.Number : 0,
            Merged = entry.Has(JournalMarks.Merged) ? row.Number : 0,
            LastedMs = entry.Has(JournalMarks.Gap) ? row.Number : 0,
            LastPlayheadMs = entry.Has(JournalMarks.Gap) ? row.Number / 2 : 0,
        };
    }

    private static PlayerEvent[] LongViewing(int[] choices)
    {
        var events = new List<PlayerEvent>();
        var (at, playhead) = (0.0, 0.0);
        foreach (var choice in choices)
        {
            at += (choice % 7) + 1;
            playhead += choice % 5;
            events.Add((choice % 11) switch
            {
                0 => PlayerEvents.PauseStart(at, playhead),
                1 => PlayerEvents.Play(at, playhead),
                2 => PlayerEvents.BufferStart(at, playhead),
                3 => PlayerEvents.BitrateChange(at, choice, playhead),
                4 => PlayerEvents.Error(at, $"e{choice % 4}", playhead: playhead),
                5 => PlayerEvents.AdBreakStart(at, choice % 3, playhead),
                6 => PlayerEvents.AdStart(at, $"ad-{choice % 9}", playhead),
                7 => PlayerEvents.AdBreakComplete(at, playhead),
                8 => PlayerEvents.ChapterStart(at, choice % 9, playhead),
                _ => PlayerEvents.Ping(at, playhead),
            });
        }

        return [.. events];
    }

    private static void AddsUp(Session session)
    {
        var journal = session.Journal();
        var segments = journal.Segments;
        Assert.All(segments, segment => Assert.True(segment.FromTs < segment.ToTs));
        Assert.All(segments.Zip(segments.Skip(1)), pair => Assert.True(pair.First.ToTs <= pair.Second.FromTs));
        Assert.All(journal.Points.Zip(journal.Points.Skip(1)), pair => Assert.True(pair.First.Ts <= pair.Second.Ts));
        Assert.False(journal.Thinned);

        var metrics = session.Metrics();
        Assert.Equal(
            (metrics.ContentTimeSpentMs, metrics.TotalStallDurationMs, metrics.AdTimeSpentMs, metrics.TotalPauseDurationMs, metrics.TotalBufferDurationMs),
            (Lasting(JournalSegmentKind.Content), Lasting(JournalSegmentKind.Stalled), Lasting(JournalSegmentKind.Ad), Lasting(JournalSegmentKind.Paused), Lasting(JournalSegmentKind.Buffering)));
        Assert.Equal(metrics.AdCount, journal.Points.Count(point => point.Type == PlayerEventType.AdStart));
        Assert.Equal(metrics.ChapterCount, journal.Points.Count(point => point.Type == PlayerEventType.ChapterStart));
        Assert.Equal(metrics.ErrorEvents, journal.Points.Count(point => point.Type == PlayerEventType.Error));
        Assert.Equal(metrics.BitrateChanges, journal.Points.Count(point => point.Type == PlayerEventType.BitrateChange));
        Assert.Equal(metrics.PlayerStates.Sum(state => state.Count), journal.Points.Count(point => point.Type == PlayerEventType.StateStart));

        long Lasting(JournalSegmentKind kind) => segments.Where(segment => segment.Kind == kind).Sum(segment => segment.ToTs - segment.FromTs);
    }
}
