namespace SessionGrains.Tracking.Tests;

/// <summary>The published timelines give what is derived from them.</summary>
public sealed class TimelineVectors
{
    [Fact]
    public void The_first_timeline_gives_its_metrics()
    {
        var timeline = Timeline.Read(TimelineVector.First);
        var session = Session.Start(timeline.Start, timeline.Start.Ts, SessionTimeouts.Default);
        foreach (var playerEvent in timeline.Events)
        {
            session.Track(playerEvent, playerEvent.Ts);
        }

        timeline.Fits(session.Metrics());
        Assert.Null(session.ClosedBy);
    }

    [Fact]
    public void The_first_timeline_shuffled_within_the_window_and_sent_twice_gives_the_same_metrics()
    {
        var timeline = Timeline.Read(TimelineVector.First);
        Gen.Int[0, 3].Array[1, 27].Sample(
            skips =>
            {
                var session = Session.Start(timeline.Start, timeline.Start.Ts, SessionTimeouts.Default);
                var left = timeline.Events.ToList();
                var overtaken = 0;
                for (var n = 0; left.Count > 0; n++)
                {
                    // Who is overtaken makes way for two others at most at a time, and so stays within the window's ten places and, sent at once, its 5 s.
                    var pick = overtaken == 2 ? 0 : Math.Min(skips[n % skips.Length], left.Count - 1);
                    overtaken = pick == 0 ? 0 : overtaken + 1;
                    Assert.Equal(TrackVerdict.Accepted, session.Track(left[pick], timeline.Start.Ts + 90_000));
                    Assert.Equal(TrackVerdict.Accepted, session.Track(left[pick], timeline.Start.Ts + 90_000));
                    left.RemoveAt(pick);
                }

                timeline.Fits(session.Metrics());
                Assert.Equal(new(53, 26, 0), session.Counts);
            },
            iter: Cases.UpTo(500));
    }

    [Fact]
    public void The_downloaded_example_gives_its_metrics()
    {
        var timeline = Timeline.Read(TimelineVector.Downloaded);
        var session = Session.Downloaded(timeline.Start, timeline.Events, timeline.Start.Ts + 3_600_000, SessionTimeouts.Default);

        timeline.Fits(session.Metrics());
        Assert.Equal(ClosedBy.Downloaded, session.ClosedBy);
    }
}
