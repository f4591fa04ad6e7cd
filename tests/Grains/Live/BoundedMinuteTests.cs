namespace SessionGrains.Grains.Tests.Live;

/// <summary>What is kept of a minute with more titles than its record holds.</summary>
public sealed class BoundedMinuteTests
{
    private static readonly LiveMinuteRow Everything = new(LiveKey.Everything, null, null, new() { Playing = 1 });

    [Fact]
    public void As_many_rows_as_fit_are_kept_as_they_are() =>
        Assert.Equal(Titles(BoundedMinute.MaxRows), BoundedMinute.Of(Titles(BoundedMinute.MaxRows)));

    [Fact]
    public void Beyond_the_bound_those_with_most_viewers_are_kept_and_the_rest_is_one_row()
    {
        var titles = Titles(1_000);

        var kept = BoundedMinute.Of([.. titles, Everything]);

        Assert.Equal(BoundedMinute.MaxRows, kept.Length);
        Assert.Equal(Everything, kept[0]);
        Assert.Equal(titles.Reverse().Take(BoundedMinute.MaxRows - 2), kept[1..^1]);
        Assert.Equal(LiveKey.OtherTitles, kept[^1].Key);

        // No viewer is lost: what stands in no row of its own stands in the last.
        Assert.Equal(titles.Sum(static row => row.Minute.Playing), kept[1..].Sum(static row => row.Minute.Playing));
        Assert.Equal(titles.Sum(static row => row.Minute.Starts), kept[1..].Sum(static row => row.Minute.Starts));
    }

    [Fact]
    public void The_row_of_others_that_came_along_is_added_to_and_there_is_one()
    {
        var others = new LiveMinuteRow(LiveKey.OtherTitles, null, null, new() { Playing = 1_000_000, Starts = 7, AverageBitrate = float.NaN });

        var kept = BoundedMinute.Of([others, .. Titles(300)]);

        var row = Assert.Single(kept, static row => row.Key == LiveKey.OtherTitles);
        Assert.True(row.Minute.Playing > 1_000_000);
        Assert.Equal(7 + 300 - (kept.Length - 1), row.Minute.Starts);
    }

    [Fact]
    public void Long_texts_make_fewer_rows()
    {
        var text = new string('\u4e00', LiveKey.MaxIdLength);

        var kept = BoundedMinute.Of([.. Enumerable.Range(0, 200).Select(number => Title(number, text))]);

        Assert.InRange(kept.Sum(BoundedMinute.Bytes), BoundedMinute.MaxBytes / 2, BoundedMinute.MaxBytes);
        Assert.Equal(LiveKey.OtherTitles, kept[^1].Key);
    }

    [Fact]
    public void Others_have_the_bitrate_of_those_who_play_with_a_known_one_and_a_peak_that_is_no_sum()
    {
        var others = new OtherTitlesRow();
        Assert.Null(others.Row);

        others.Add(new() { Minute = 5, Playing = 3, PeakViewers = 9, AverageBitrate = 100 });
        others.Add(new() { Minute = 5, Playing = 1, PeakViewers = 2, AverageBitrate = 500 });
        others.Add(new() { Minute = 5, Playing = 4, PeakViewers = 4, AverageBitrate = float.NaN });

        var minute = others.Row!.Value.Minute;
        Assert.Equal((5, 8f, 9, 200f), (minute.Minute, minute.Playing, minute.PeakViewers, minute.AverageBitrate));
    }

    [Fact]
    public void Others_had_at_least_as_many_viewers_at_once_as_they_had_in_the_mean()
    {
        var others = new OtherTitlesRow();
        for (var i = 0; i < 10; i++)
            others.Add(new() { Paused = 1.25f, PeakViewers = 2, AverageBitrate = float.NaN });

        Assert.Equal(13, others.Row!.Value.Minute.PeakViewers);
        Assert.True(float.IsNaN(others.Row.Value.Minute.AverageBitrate));
    }

    private static LiveMinuteRow[] Titles(int count) => [.. Enumerable.Range(1, count).Select(static number => Title(number, ""))];

    private static LiveMinuteRow Title(int number, string text) =>
        new(new(LiveKind.Title, $"{number}{text}"), $"{number}{text}", text, new() { Minute = 1, Playing = number, Starts = 1, PeakViewers = number });
}
