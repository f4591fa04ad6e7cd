namespace SessionGrains.Api.Tests.Explaining;

/// <summary>Why there is so much content time, or none.</summary>
public sealed class ContentExplanations
{
    [Fact]
    public void A_film_after_a_pre_roll_without_a_play_says_so_with_the_playhead()
    {
        var session = AfterPreRoll();

        Assert.Equal("0 s: no play came after the pre-roll ended at 12:00:15; the playhead moved from 0 to 90 s.", session.Sentence("contentTimeSpent"));
        Assert.Equal("false: no play came after the pre-roll ended at 12:00:15; the playhead moved from 0 to 90 s.", session.Sentence("contentStart"));
        Assert.Equal("0 s: no main content played (see contentTimeSpent).", session.Sentence("uniqueTimePlayed"));
        Assert.Equal("15 s: 0 s of main content and 15 s of ads.", session.Sentence("mediaTimeSpent"));

        session.Then("sessionEnd", 106, 90);
        Assert.Equal(
            "true: the session closed (sessionEnd) before main content started: no play came after the pre-roll ended at 12:00:15; the playhead moved from 0 to 90 s.",
            session.Sentence("dropBeforeStart"));
    }

    [Fact]
    public void A_downloaded_session_is_explained_like_a_live_one()
    {
        var session = AfterPreRoll().AsDownloaded();

        Assert.Equal("0 s: no play came after the pre-roll ended at 12:00:15; the playhead moved from 0 to 90 s.", session.Sentence("contentTimeSpent"));
        Assert.Contains("the session closed (downloaded) before main content started", session.Sentence("dropBeforeStart"));
    }

    [Fact]
    public void Pings_without_a_play_say_where_the_playhead_was()
    {
        Assert.Equal("0 s: no play came; the playhead moved from 0 to 20 s.", new ScriptedSession().Then("ping", 10, 10).Then("ping", 20, 20).Sentence("contentTimeSpent"));
        Assert.Equal("0 s: no play came; the playhead stood at 0 s.", new ScriptedSession().Then("ping", 10).Then("ping", 20).Sentence("contentTimeSpent"));
        Assert.Equal("0 s: no play came and 5 s were a pause; the playhead stood at 0 s.", new ScriptedSession().Then("pauseStart", 5).Then("ping", 10).Sentence("contentTimeSpent"));
    }

    [Fact]
    public void A_session_without_any_event_says_so()
    {
        Assert.Equal("0 s: no event came after the sessionStart at 12:00:00.", new ScriptedSession().Sentence("contentTimeSpent"));
        Assert.Contains("the session closed (idle) before main content started: no event came", new ScriptedSession().TimeOut().Sentence("dropBeforeStart"));
    }

    [Fact]
    public void A_session_of_nothing_but_ads_says_so()
    {
        var session = new ScriptedSession().Then("adBreakStart", 0).Then("adStart", 0).Then("adComplete", 15).Then("adBreakComplete", 15).Then("sessionEnd", 15);

        Assert.Equal("0 s: no play came outside the pre-roll.", session.Sentence("contentTimeSpent"));
        Assert.Equal("15 s: 1 ad played in 1 span.", session.Sentence("adTimeSpent"));
    }

    [Fact]
    public void A_session_that_never_pings_has_one_span_and_what_the_rest_was()
    {
        var content = new ScriptedSession().Then("play", 1.25).Then("sessionEnd", 101.25, 100).Explain("contentTimeSpent");

        Assert.Equal("100 s: main content played in 1 span from 12:00:01.25 to 12:01:41.25, and the rest of 101.25 s was 1.25 s before the first play.", content.Sentence);
        var span = Assert.Single(content.Spans!);
        Assert.Equal((ScriptedSession.Zero + 1_250, 100_000, 0.0, 100.0, JournalSegmentKind.Content), (span.FromTs, span.Seconds, span.PlayheadFrom, span.PlayheadTo, span.Kind));
    }

    [Fact]
    public void A_play_before_the_break_says_why_content_went_on_after_it()
    {
        var session = new ScriptedSession().Then("play", 0).Then("adBreakStart", 0.5).Then("adStart", 0.5).Then("adComplete", 15.5).Then("adBreakComplete", 15.5).Then("ping", 25.5, 10).View();
        var found = Explaining.Changed(session, findings: [new("play-before-ad-break", 1, session.StartTs, "x")]);

        Assert.Equal(
            "10.5 s: main content played in 2 spans from 12:00:00 to 12:00:25.5, and the rest of 25.5 s was 15 s of ads; a play just before the first ad break is a content start, so content went on by itself after the break.",
            Explaining.Sentence(found, "contentTimeSpent"));
    }

    [Fact]
    public void Content_that_started_in_vain_says_why()
    {
        Assert.Equal("0 s: nothing came after the play at 12:00:01 that time could be counted to.", new ScriptedSession().Then("play", 1).Sentence("contentTimeSpent"));
        Assert.Equal("0 s: no time counts between the play at 12:00:01 and the pauseStart at 12:00:01.", new ScriptedSession().Then("play", 1).Then("pauseStart", 1).Then("ping", 9).Sentence("contentTimeSpent"));
        Assert.Equal("0 s: after the play at 12:00:01 came a silence too long to count, until 12:15:00.", new ScriptedSession().Then("play", 1).Then("ping", 900).Sentence("contentTimeSpent"));
    }

    private static ScriptedSession AfterPreRoll()
    {
        var session = new ScriptedSession().Then("adBreakStart", 0).Then("adStart", 0).Then("play", 0).Then("adComplete", 15).Then("adBreakComplete", 15);
        for (var ping = 1; ping <= 9; ping++)
            session.Then("ping", 15 + (ping * 10), ping * 10);
        return session.Then("sessionComplete", 105, 90);
    }
}
