using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>docs/protocol.md#5-findings. Findings of a rule of tracking are tested with that rule.</summary>
public sealed class FindingRules
{
    [Fact]
    public void A_clean_viewing_has_no_findings() =>
        Assert.Empty(Viewing.Of(
            AdBreakStart(0), AdStart(0), AdComplete(5), AdBreakComplete(5), Play(5), ChapterStart(5), StateStart(6, "mute"), Ping(15, 10), StateEnd(16, "mute", 11), PauseStart(20, 15), Play(50, 15), Ping(60, 25), ChapterComplete(60, 25), SessionComplete(61, 26), SessionEnd(61.5, 26)).Session.Findings());

    [Fact]
    public void Each_finding_is_there_once_with_the_first_ts_a_count_and_a_sentence()
    {
        var finding = Viewing.Of(Play(0), StateEnd(2, "a", 2), StateEnd(3, "b", 3), StateEnd(1, "c", 1)).Session.Findings().Single();

        Assert.Equal(("state-not-open", 3, Ms(1)), (finding.Code, finding.Count, finding.Ts));
        Assert.EndsWith(".", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_members_are_named()
    {
        var viewing = Viewing.Of(Of(PlayerEventType.Ping, 1, unknownMember: "/params/media.foo"));

        Assert.Contains("/params/media.foo", viewing.Finding("unknown-member")!.Detail, StringComparison.Ordinal);
        Assert.Contains("/qoeData/x", Viewing.Start(SessionStart(unknownMember: "/qoeData/x")).Finding("unknown-member")!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_that_its_event_ignores_is_found() =>
        Assert.Equal(1, Viewing.Of(Of(PlayerEventType.Ping, 1, metadataIgnored: true)).Finding("metadata-ignored")!.Count);

    [Fact]
    public void A_playhead_that_jumps_while_content_plays_is_found()
    {
        Assert.Equal(Ms(10), Viewing.Of(Play(0), Ping(10, 60)).Finding("playhead-jump")!.Ts);
        Assert.NotNull(Viewing.Of(Play(0, 50), Ping(10, 48.9)).Finding("playhead-jump"));
    }

    [Fact]
    public void A_playhead_of_a_fast_player_or_a_step_back_by_a_second_is_no_jump()
    {
        Assert.Null(Viewing.Of(Play(0), Ping(10, 27)).Finding("playhead-jump"));
        Assert.NotNull(Viewing.Of(Play(0), Ping(10, 27.01)).Finding("playhead-jump"));
        Assert.Null(Viewing.Of(Play(0, 50), Ping(10, 49)).Finding("playhead-jump"));
    }

    [Fact]
    public void A_seek_in_a_pause_is_no_playhead_jump() =>
        Assert.Null(Viewing.Of(Play(0), PauseStart(10, 10), Play(11, 80), Ping(20, 89)).Finding("playhead-jump"));

    [Fact]
    public void Over_twenty_seconds_of_silence_while_playing_are_found()
    {
        Assert.Null(Viewing.Of(Play(0), Ping(20, 20)).Finding("no-ping"));
        Assert.NotNull(Viewing.Of(Play(0), Ping(20.001, 20)).Finding("no-ping"));
        Assert.Null(Viewing.Of(Play(0), PauseStart(5, 5), Play(60, 5)).Finding("no-ping"));
    }

    [Fact]
    public void Pings_faster_than_one_a_second_are_found_with_a_tenth_for_jitter()
    {
        Assert.NotNull(Viewing.Of(Play(0), Ping(1, 1), Ping(1.899, 1.9)).Finding("ping-rate"));
        Assert.Null(Viewing.Of(Play(0), Ping(1, 1), Ping(1.9, 1.9)).Finding("ping-rate"));
        Assert.Null(Viewing.Of(Ping(1, 1), Play(1.2, 1.2), PauseStart(1.5, 1.5), Ping(2, 1.5)).Finding("ping-rate"));
    }

    [Fact]
    public void A_session_that_never_played_is_found_when_it_closes()
    {
        var viewing = Viewing.Of(Error(1, "e"));
        Assert.Null(viewing.Finding("never-played"));

        viewing.Deadline(700);

        Assert.NotNull(viewing.Finding("never-played"));
    }

    [Fact]
    public void A_session_with_a_play_an_ad_or_a_ping_is_no_never_played_one()
    {
        foreach (var one in new[] { Play(1), AdStart(1), Ping(1) })
        {
            Assert.Null(Viewing.Of(one, SessionEnd(2)).Finding("never-played"));
        }
    }

    [Fact]
    public void Ads_or_pings_without_a_play_are_found_until_a_play_comes()
    {
        Assert.NotNull(Viewing.Of(Ping(1)).Finding("play-missing"));
        Assert.NotNull(Viewing.Of(AdBreakStart(1), AdStart(1)).Finding("play-missing"));
        Assert.Null(Viewing.Of(Ping(1), Play(2)).Finding("play-missing"));
        Assert.Null(Viewing.Of(Error(1, "e")).Finding("play-missing"));
    }

    [Fact]
    public void A_bitrate_that_looks_like_kilobits_is_found()
    {
        Assert.NotNull(Viewing.Of(BitrateChange(1, 3_200)).Finding("bitrate-unit"));
        Assert.Null(Viewing.Of(BitrateChange(1, 10_000)).Finding("bitrate-unit"));
        Assert.NotNull(Viewing.Start(SessionStart(qoe: new QoeValues { Bitrate = 3_200 })).Finding("bitrate-unit"));
    }

    [Fact]
    public void Silence_is_found_while_an_ad_plays_and_not_while_it_is_paused()
    {
        Assert.Equal(Ms(21.001), Viewing.Of(AdBreakStart(0), AdStart(1), Ping(21.001)).Finding("no-ping")!.Ts);
        Assert.Null(Viewing.Of(AdBreakStart(0), AdStart(1), PauseStart(2), Ping(60)).Finding("no-ping"));
        Assert.Null(Viewing.Of(AdBreakStart(0), Ping(60)).Finding("no-ping"));
    }
}
