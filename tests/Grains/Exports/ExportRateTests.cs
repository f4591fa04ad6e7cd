using SessionGrains.Exports;

namespace SessionGrains.Grains.Tests;

/// <summary>Sessions per second, over a span that moves with the clock.</summary>
public sealed class ExportRateTests
{
    private readonly FakeTimeProvider _time = new(new(2026, 11, 29, 13, 0, 0, TimeSpan.Zero));

    [Fact]
    public void What_left_counts_for_the_span_and_then_no_more()
    {
        var rate = new ExportRate(_time, TimeSpan.FromMinutes(1));
        rate.Add(60);
        rate.Add(60);
        Assert.Equal(2, rate.PerSecond);

        _time.Advance(TimeSpan.FromSeconds(30));
        rate.Add(30);
        Assert.Equal(2.5, rate.PerSecond);

        _time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.Equal(2.5, rate.PerSecond);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(0.5, rate.PerSecond);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(0, rate.PerSecond);

        // After long, what was counted under the same remainder is not taken for new.
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, rate.PerSecond);
        rate.Add(6);
        Assert.Equal(0.1, rate.PerSecond);
    }

    [Fact]
    public void Before_an_hour_is_over_the_rate_is_that_of_the_time_since_it_began_but_of_a_minute_at_least()
    {
        var rate = new ExportRate(_time, TimeSpan.FromHours(1));
        rate.Add(600);
        Assert.Equal(10, rate.PerSecond);

        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(1, rate.PerSecond);
        _time.Advance(TimeSpan.FromMinutes(49));
        Assert.Equal(600 / 3540.0, rate.PerSecond);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, rate.PerSecond);
    }
}
