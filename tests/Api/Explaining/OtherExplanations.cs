namespace SessionGrains.Api.Tests.Explaining;

/// <summary>Why the other numbers are what they are.</summary>
public sealed class OtherExplanations
{
    [Fact]
    public void Unique_time_names_what_was_watched_twice_and_what_lies_beyond_the_length()
    {
        var session = new ScriptedSession(length: 45).Then("play", 0).Then("ping", 20, 20).Then("pauseStart", 30, 30).Then("play", 31, 10).Then("ping", 41, 20).Then("pauseStart", 71, 50);
        var unique = session.Explain("uniqueTimePlayed");

        Assert.Equal("45 s: 70 s of main content played, 20 s of it were watched twice (playhead 10 to 30 s) and 5 s of it lie beyond the length of 45 s.", unique.Sentence);
        Assert.Equal([30_000, 15_000], unique.Spans!.Select(span => span.Seconds));
        Assert.Equal(0, unique.Unexplained);
    }

    [Fact]
    public void Unique_time_after_the_last_movement_of_the_playhead_is_explained_too()
    {
        var unique = new ScriptedSession().Then("play", 0).Then("ping", 10, 10).Then("ping", 20, 20).Then("sessionComplete", 25, 20).Explain("uniqueTimePlayed");

        Assert.Equal("25 s: 25 s of main content played, nothing of it twice.", unique.Sentence);
        Assert.Equal((25_000, 0L), (unique.Spans!.Single().Seconds, unique.Unexplained));
    }

    [Fact]
    public void Unique_time_around_a_jump_of_the_playhead_is_explained()
    {
        var unique = new ScriptedSession().Then("play", 0).Then("ping", 10, 10).Then("ping", 20, 60).Then("ping", 30, 70).Then("ping", 40, 70.5).Explain("uniqueTimePlayed");

        Assert.Equal("30.5 s: 40 s of main content played, the playhead moving 9.5 s less far than the clock.", unique.Sentence);
        Assert.Equal([20_000, 10_500], unique.Spans!.Select(static span => span.Seconds));
        Assert.Equal(0, unique.Unexplained);
    }

    [Fact]
    public void Unique_time_over_midnight_of_a_live_stream_is_explained()
    {
        var unique = new ScriptedSession(86_400).Then("play", 0, 86_390).Then("ping", 10, 0).Then("ping", 20, 10).Explain("uniqueTimePlayed");

        Assert.Equal((20_000, 0L), (unique.Spans!.Single().Seconds, unique.Unexplained));
    }

    [Fact]
    public void A_play_after_sessionComplete_or_too_late_is_not_denied()
    {
        Assert.Equal(
            "false: no play of main content came before sessionComplete, and what came after it does not count.",
            new ScriptedSession().Then("sessionComplete", 10).Then("play", 11).Then("ping", 21, 10).Sentence("contentStart"));
        Assert.Equal(
            "false: a play came too late to be put in its place, and no other started main content.",
            new ScriptedSession().Then("pauseStart", 10).Then("ping", 20).Then("ping", 30).Then("play", 5).Sentence("contentStart"));
    }

    [Fact]
    public void Unique_time_of_a_playhead_that_never_moved_says_that_it_did_not_move()
    {
        var unique = new ScriptedSession().Then("play", 0).Then("ping", 10).Then("ping", 20).Then("ping", 30).Explain("uniqueTimePlayed");

        Assert.Equal("10 s: 30 s of main content played, 20 s of it do not count because the playhead stood still or jumped.", unique.Sentence);
        Assert.Equal(0, unique.Unexplained);
    }

    [Fact]
    public void Ads_outside_a_break_say_where_their_time_went()
    {
        var session = new ScriptedSession().Then("play", 0).Then("adStart", 5, 5).Then("adComplete", 20, 20);

        Assert.Equal("0 s: 1 ad came outside an ad break (no adBreakStart before), so the time is main content.", session.Sentence("adTimeSpent"));
    }

    [Fact]
    public void Ads_without_completion_say_how_they_ended()
    {
        var session = new ScriptedSession().Then("adBreakStart", 0).Then("adStart", 0).Then("adSkip", 4).Then("adStart", 4, name: "two");

        Assert.Equal("0: 2 ads came and no adComplete ended one: 1 was skipped and 1 was still open.", session.Sentence("adCompletes"));
        Assert.Equal("0: no adStart came.", new ScriptedSession().Sentence("adCompletes"));
    }

    [Fact]
    public void Pauses_and_bufferings_in_ads_are_told_apart()
    {
        var session = new ScriptedSession().Then("adBreakStart", 0).Then("adStart", 0).Then("pauseStart", 2).Then("play", 5).Then("adComplete", 10).Then("adBreakComplete", 10).Then("pauseStart", 10).Then("play", 12).Then("ping", 15, 3);

        Assert.Equal("5 s: 2 pauses in 2 spans, of which 3 s in ads.", session.Sentence("totalPauseDuration"));
        Assert.Equal("0 s: no bufferStart came that stopped main content or an ad.", session.Sentence("totalBufferDuration"));
        Assert.Equal("7 s: 1 ad played in 2 spans, and 3 s in which ads were paused or buffering do not count.", session.Sentence("adTimeSpent"));
    }

    [Fact]
    public void A_stall_says_where_the_playhead_stood()
    {
        var session = new ScriptedSession().Then("play", 0).Then("ping", 10, 10).Then("ping", 20, 10).Then("ping", 30, 10).Then("ping", 40, 20);

        Assert.Equal("30 s: the playhead stood still 1 time while content should have played, first at 10 s from 12:00:10 to 12:00:40.", session.Sentence("totalStallDuration"));
        Assert.Contains("which is no stall but the finding playhead-frozen", new ScriptedSession().Then("play", 0).Then("ping", 10).Then("ping", 20).Then("ping", 30).Sentence("totalStallDuration"));
    }

    [Theory]
    [InlineData("averageMinuteAudience", 0, "null: the length is unknown, because media.length of the sessionStart is 0.")]
    [InlineData("progressMarkers", 0, "none: the length is unknown, because media.length of the sessionStart is 0.")]
    [InlineData("progressMarkers", 500, "none: the playhead of main content came to 20 s of 500 s, and the first marker is at 10 % (50 s).")]
    [InlineData("averageBitrate", 100, "null: no event told media.qoe.bitrate in its qoeData.")]
    [InlineData("timeToStart", 100, "null: no event told media.qoe.timeToStart in its qoeData.")]
    [InlineData("contentComplete", 100, "false: no sessionComplete came before the session closed (idle); the playhead was at 20 of 100 s.")]
    [InlineData("contentComplete", 0, "false: no sessionComplete came before the session closed (idle).")]
    [InlineData("dropBeforeStart", 100, "false: main content has started.")]
    [InlineData("pauseCount", 100, "0: no pauseStart came that stopped main content or an ad.")]
    public void What_is_0_or_null_or_false_says_why(string metric, double length, string sentence) =>
        Assert.Equal(sentence, new ScriptedSession(length).Then("play", 0).Then("ping", 10, 10).Then("ping", 20, 20).TimeOut().Sentence(metric));

    [Fact]
    public void A_bitrate_that_was_told_too_late_says_so()
    {
        Assert.Equal("null: no main content played after the bitrate was told.", new ScriptedSession().Then("play", 0).Then("bitrateChange", 10, 10).Sentence("averageBitrate"));
        Assert.StartsWith("null: it is weighted by main-content time, and there is none", new ScriptedSession().Then("bitrateChange", 10).Sentence("averageBitrate"));
    }
}
