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

        Assert.EndsWith("; 30 s are missing because the journal was thinned: its spans add up to 100 of 130 s.", content.Sentence);
        Assert.Equal(30_000, content.Unexplained);
        Assert.True(SessionExplanation.Of(view).Thinned);
    }

    [Fact]
    public void A_journal_that_began_later_than_its_session_is_named()
    {
        var view = Explaining.Changed(Played, Played.Metrics with { ContentTimeSpentMs = 400_500 });
        Assert.EndsWith("; the spans of the journal add up to 100 of 400.5 s.", Explaining.Sentence(view, "contentTimeSpent"));

        var none = Explaining.Changed(Played, journal: new(0, false, [], []));
        Assert.Equal("100 s: main content played; the spans of the journal add up to 0 of 100 s.", Explaining.Sentence(none, "contentTimeSpent"));
        Assert.Equal("100 s: 100 s of main content played; the spans of the journal add up to 0 of 100 s.", Explaining.Sentence(none, "uniqueTimePlayed"));
    }

    [Fact]
    public void What_a_thinned_journal_lacks_is_nowhere_said_as_a_fact()
    {
        var session = new ScriptedSession(length: 0).Then("play", 0);
        for (var n = 0; n < 200; n++)
            session.Then("pauseStart", 5 + (n * 8), 5 + (n * 5)).Then("play", 8 + (n * 8), 5 + (n * 5));
        var content = session.Then("sessionEnd", 1_605, 1_005).Explain("contentTimeSpent");

        Assert.True(session.Explain().Thinned);
        Assert.Matches(@"^1005 s: main content played; the journal has \d+ spans of it from 12:\d\d:\d\d to 12:26:45; \d+ s are missing because the journal was thinned: its spans add up to \d+ of 1005 s\.$", content.Sentence);
        Assert.InRange(content.Unexplained!.Value, 1, 1_005_000);
        Assert.Matches(@"^600 s: 200 pauses; \d+ s are missing because the journal was thinned", session.Sentence("totalPauseDuration"));
        Assert.InRange(session.Explain("uniqueTimePlayed").Unexplained!.Value, 0, 1_005_000);
    }

    [Fact]
    public void Stretches_that_were_merged_are_named()
    {
        var session = new ScriptedSession(length: 0);
        for (var n = 0; n < 70; n++)
            session.Then("play", n * 6, n * 13.1).Then("pauseStart", (n * 6) + 5, (n * 13.1) + 5);
        var unique = session.Explain("uniqueTimePlayed");

        Assert.True(session.View().Metrics.UniqueTimePlayedMs > 350_000);
        Assert.Contains("350 s of main content played, more stretches were watched than are kept, so the nearest were merged and what lies between them counts too (see the finding over-limit)", unique.Sentence);
        Assert.Contains("over-limit", session.View().Findings.Select(static finding => finding.Code));
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
