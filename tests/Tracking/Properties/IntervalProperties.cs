namespace SessionGrains.Tracking.Tests;

public sealed class IntervalProperties
{
    private static readonly Gen<Interval> Any = Gen.Select(Gen.Long[0, 60], Gen.Long[0, 8]).Select(static (from, length) => new Interval(from, from + length));

    [Fact]
    public void Inserting_one_after_the_other_gives_what_merging_all_gives() =>
        Any.Array[0, 20].Sample(
            static intervals => Assert.Equal(Interval.Merge(intervals), intervals.Aggregate(Array.Empty<Interval>(), Interval.Insert)),
            iter: Cases.UpTo(10_000));

    [Fact]
    public void An_empty_interval_adds_nothing()
    {
        Assert.Equal(new(1, 5), new Interval(1, 5).Union(new(9, 9)));
        Assert.Equal(new(1, 5), new Interval(9, 9).Union(new(1, 5)));
    }
}
