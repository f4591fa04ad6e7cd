namespace SessionGrains.Viewers.Tests;

public sealed class ScriptTests
{
    public static TheoryData<int> Mixes => [(int)Mix.Vod, (int)Mix.Live];

    [Theory]
    [MemberData(nameof(Mixes))]
    public void The_same_seed_writes_the_same_bytes_and_another_seed_others(int mix)
    {
        static string Bytes(WrittenScript script) => string.Join('\n', script.Events.Select(one => System.Text.Encoding.UTF8.GetString(EventBody.Of(one, script.Viewing))));

        Assert.Equal(Bytes(WrittenScript.Of((Mix)mix, seed: 3, viewer: 12)), Bytes(WrittenScript.Of((Mix)mix, seed: 3, viewer: 12)));
        Assert.NotEqual(Bytes(WrittenScript.Of((Mix)mix, seed: 3, viewer: 12)), Bytes(WrittenScript.Of((Mix)mix, seed: 4, viewer: 12)));
    }

    [Theory]
    [MemberData(nameof(Mixes))]
    public void Nothing_is_opened_twice_or_closed_unopened_and_nothing_comes_after_the_end(int mix)
    {
        foreach (var script in WrittenScript.Many((Mix)mix))
            LegalOrder.Check(script);
    }

    [Theory]
    [MemberData(nameof(Mixes))]
    public void Times_go_on_and_playheads_stay_within_the_length_and_move_with_the_clock(int mix)
    {
        foreach (var script in WrittenScript.Many((Mix)mix))
        {
            var before = script.Viewing.StartTs;
            foreach (var (one, next) in script.Events.Zip(script.Events.Skip(1)))
            {
                Assert.True(one.Meaning.Ts > before || one.Meaning.Type == PlayerEventType.Play, $"{one.Meaning.Type} at {one.Meaning.Ts - before}");
                Assert.InRange(one.Meaning.Playhead, 0, script.Viewing.Title.LengthSeconds);
                if (!one.PlayheadMoves && !next.PlayheadMoves && next.Meaning.Type == PlayerEventType.Ping)
                    Assert.Equal(one.Meaning.Playhead, next.Meaning.Playhead);
                else if (one.PlayheadMoves && next.Meaning.Type == PlayerEventType.Ping && next.PlayheadMoves)
                    Assert.Equal(next.Meaning.Ts - one.Meaning.Ts, Passed(one, next, script), tolerance: 1);

                before = one.Meaning.Ts;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Mixes))]
    public void Pings_come_every_ten_seconds_and_in_ads_every_second(int mix)
    {
        foreach (var script in WrittenScript.Many((Mix)mix))
        {
            foreach (var (one, next) in script.Events.Zip(script.Events.Skip(1)))
            {
                var silence = next.Meaning.Ts - one.Meaning.Ts;
                Assert.InRange(silence, 0, one.Scene == Scene.Ad ? 1_000 : 10_000);
                if (one.Meaning.Type == PlayerEventType.Ping && next.Meaning.Type == PlayerEventType.Ping)
                    Assert.Equal(one.Scene == Scene.Ad ? 1_000 : 10_000, silence);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Mixes))]
    public void A_crowd_does_all_that_viewers_do(int mix)
    {
        var all = WrittenScript.Many((Mix)mix).ToList();
        var said = all.SelectMany(static script => script.Events).Select(static one => one.Meaning.Type).ToHashSet();
        PlayerEventType[] expected =
        [
            PlayerEventType.Play, PlayerEventType.Ping, PlayerEventType.PauseStart, PlayerEventType.BufferStart, PlayerEventType.BitrateChange, PlayerEventType.Error, PlayerEventType.AdBreakStart,
            PlayerEventType.AdBreakComplete, PlayerEventType.AdStart, PlayerEventType.AdComplete, PlayerEventType.AdSkip, PlayerEventType.StateStart, PlayerEventType.StateEnd, PlayerEventType.SessionEnd,
        ];

        Assert.Subset(said, expected.ToHashSet());
        Assert.Subset(all.Select(static script => script.Departure).ToHashSet(), new HashSet<Departure> { Departure.Left, Departure.Abandoned, Departure.Dropped });
        if ((Mix)mix == Mix.Vod)
        {
            Assert.Subset(said, new HashSet<PlayerEventType> { PlayerEventType.ChapterStart, PlayerEventType.ChapterComplete, PlayerEventType.ChapterSkip, PlayerEventType.SessionComplete });
            Assert.Contains(all, static script => script.Departure == Departure.Completed);
        }
    }

    [Fact]
    public void All_viewers_of_a_channel_see_its_ad_breaks_at_the_same_time()
    {
        var breaks = WrittenScript.Many(Mix.Live)
            .Where(static script => script.Viewing.Title.Number == 0)
            .SelectMany(static script => script.Events.Where(static one => one.Meaning.AdBreak?.Name == "midroll").Select(static one => one.Meaning.Ts))
            .ToList();

        Assert.True(breaks.Count > 50, "too few breaks");
        Assert.All(breaks.GroupBy(static ts => ts / 60_000), static together => Assert.InRange(together.Max() - together.Min(), 0, 1_000));
        Assert.Contains(breaks.GroupBy(static ts => ts / 60_000), static together => together.Count() > 3);
    }

    private static double Passed(ScriptedEvent one, ScriptedEvent next, WrittenScript script)
    {
        var passed = Math.Round((next.Meaning.Playhead - one.Meaning.Playhead) * 1000);
        return passed < 0 ? passed + (script.Viewing.Title.LengthSeconds * 1000.0) : passed;
    }
}
