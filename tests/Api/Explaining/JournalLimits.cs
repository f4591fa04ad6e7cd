using SessionGrains.Api.Operators.Sessions.Explaining;

namespace SessionGrains.Api.Tests.Explaining;

/// <summary>What a journal does not have is said and never silently left out.</summary>
public sealed class JournalLimits
{
    private static readonly SessionView Played = new ScriptedSession().Then("play", 0).Then("ping", 10, 10).Then("sessionEnd", 100, 100).View();

    [Fact]
    public void A_thinned_journal_is_named_with_what_it_adds_up_to()
    {
        var view = Explaining.Changed(Played, Played.Metrics with { ContentTimeSpentMs = 130_000 }, Played.Journal! with { Thinned = true });
        var content = Explaining.Of(view, "contentTimeSpent");

        Assert.EndsWith("; the journal was thinned, so short spans may be missing: they add up to 100 of 130 s.", content.Sentence);
        Assert.Equal(30_000, content.Unexplained);
        Assert.True(SessionExplanation.Of(view).Thinned);
    }

    [Fact]
    public void Spans_that_took_their_neighbours_in_are_named_too()
    {
        var view = Explaining.Changed(Played, Played.Metrics with { ContentTimeSpentMs = 80_000 }, Played.Journal! with { Thinned = true });

        Assert.EndsWith("; the journal was thinned, so other short spans are part of these: they add up to 100 of 80 s.", Explaining.Sentence(view, "contentTimeSpent"));
        Assert.Equal(-20_000, Explaining.Of(view, "contentTimeSpent").Unexplained);
    }

    [Fact]
    public void A_journal_that_began_later_than_its_session_is_named()
    {
        var view = Explaining.Changed(Played, Played.Metrics with { ContentTimeSpentMs = 400_500 });
        Assert.EndsWith("; the spans of the journal add up to 100 of 400.5 s.", Explaining.Sentence(view, "contentTimeSpent"));

        var none = Explaining.Changed(Played, journal: new(0, false, [], []));
        Assert.Equal("100 s: main content played; the spans of the journal add up to 0 of 100 s.", Explaining.Sentence(none, "contentTimeSpent"));
        Assert.Equal("100 s: 100 s of main content played, nothing of it twice; the spans of the journal add up to 0 of 100 s.", Explaining.Sentence(none, "uniqueTimePlayed"));
    }

    [Fact]
    public void The_20_longest_spans_are_listed_in_order_and_the_others_are_summed()
    {
        var session = new ScriptedSession(length: 0);
        for (var n = 0; n < 30; n++)
            session.Then("play", n * 40, n * 20).Then("pauseStart", (n * 40) + 10 + n, (n * 20) + 10 + n);
        var pauses = session.Then("play", 1_300).Explain("totalPauseDuration");

        Assert.Equal(20, pauses.Spans!.Length);
        Assert.Equal(pauses.Spans.OrderBy(span => span.FromTs), pauses.Spans);
        Assert.Equal(10, pauses.Omitted!.Spans);
        Assert.All(pauses.Spans, span => Assert.True(span.Seconds >= 10_000));
        Assert.Equal(session.View().Metrics.TotalPauseDurationMs, pauses.Spans.Sum(span => span.Seconds) + pauses.Omitted.Seconds);
    }

    [Fact]
    public void Numbers_that_JSON_does_not_have_are_no_part_of_an_explanation()
    {
        var journal = Played.Journal! with { Segments = [new(JournalSegmentKind.Content, long.MinValue, long.MinValue + 1, null, double.NaN, double.PositiveInfinity), new(JournalSegmentKind.Ad, 0, 1, new string('\ud83d', 300), 1e300, -1e300)] };
        var view = Explaining.Changed(Played, Played.Metrics with { ProgressMarkers = [] }, journal);

        var text = Explaining.Json(view)["explanation"]!.ToJsonString();

        Assert.DoesNotContain("NaN", text);
        Assert.DoesNotContain("Infinity", text);
    }

    [Fact]
    public void A_session_of_another_version_without_a_journal_is_explained_by_its_metrics()
    {
        var view = new SessionView
        {
            SessionId = Played.SessionId,
            ClosedBy = Played.ClosedBy,
            OpenedAtMs = Played.OpenedAtMs,
            LastEventAtMs = Played.LastEventAtMs,
            ClosesAtMs = null,
            ClosedAtMs = Played.ClosedAtMs,
            StartTs = Played.StartTs,
            EndTs = Played.EndTs,
            StartBody = "{}"u8.ToArray(),
            Qoe = Played.Qoe,
            Playback = Played.Playback,
            Events = Played.Events,
            Metrics = Played.Metrics,
            Findings = [],
        };

        Assert.Equal("100 s: main content played; the spans of the journal add up to 0 of 100 s.", Explaining.Sentence(view, "contentTimeSpent"));
    }
}
