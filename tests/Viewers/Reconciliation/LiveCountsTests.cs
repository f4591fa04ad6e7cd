namespace SessionGrains.Viewers.Tests;

public sealed class LiveCountsTests
{
    private static readonly Programme Programme = new(seed: 1, titles: 2, Mix.Vod);

    private static readonly LiveCounts Nobody = Counts(open: 0, viewers: 0);

    [Fact]
    public void Counts_within_what_was_sent_are_no_difference()
    {
        Assert.Empty(Differences(Counts(5, 5, (Programme.Titles[0].Id, 3, 3), (Programme.Titles[1].Id, 2, 2)), Nobody));
        Assert.Empty(Differences(Counts(7, 4, (Programme.Titles[0].Id, 4, 3), (Programme.Titles[1].Id, 3, 1)), Nobody));
    }

    [Fact]
    public void Counts_beyond_what_was_sent_are_named()
    {
        Assert.Equal(
            ["live: open is 8, what was sent makes 4 to 7", "live: viewers is 3, what was sent makes 4 to 7", $"live: open of {Programme.Titles[1].Id} is 4, what was sent makes 1 to 3", $"live: viewers of {Programme.Titles[1].Id} is 0, what was sent makes 1 to 3"],
            Differences(Counts(8, 3, (Programme.Titles[0].Id, 4, 3), (Programme.Titles[1].Id, 4, 0)), Nobody));
    }

    [Fact]
    public void What_was_open_before_the_crowd_may_be_open_still_and_may_not() =>
        Assert.Empty(Differences(Counts(9, 5, (Programme.Titles[0].Id, 6, 3), (Programme.Titles[1].Id, 3, 2)), Counts(2, 0, (Programme.Titles[0].Id, 2, 0))));

    [Fact]
    public void A_title_that_is_not_listed_is_nowhere_watched() =>
        Assert.Contains($"live: open of {Programme.Titles[0].Id} is 0, what was sent makes 3 to 4", Differences(Counts(5, 5, (Programme.Titles[1].Id, 2, 2)), Nobody));

    private static IEnumerable<string> Differences(LiveCounts counts, LiveCounts before) => counts.Differences(new Bounds(4, 7), [new Bounds(3, 4), new Bounds(1, 3)], Programme, before);

    private static LiveCounts Counts(int open, int viewers, params (string Title, int Open, int Viewers)[] titles) =>
        new(open, viewers, titles.ToDictionary(static title => title.Title, static title => (title.Open, title.Viewers)));
}
