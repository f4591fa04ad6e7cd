namespace SessionGrains.Viewers.Tests;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("30s", 30)]
    [InlineData("5m", 300)]
    [InlineData("1h30m", 5400)]
    [InlineData("500ms", 0.5)]
    [InlineData("1.5h", 5400)]
    [InlineData("1m30s", 90)]
    [InlineData("90", 90)]
    [InlineData("0", 0)]
    [InlineData(" 2S ", 2)]
    [InlineData("168h", 604800)]
    public void A_duration_is_read_as_people_type_it(string text, double seconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("5x")]
    [InlineData("-5s")]
    [InlineData("5m30")]
    [InlineData("1..5s")]
    [InlineData("169h")]
    [InlineData("99999999999999999999999h")]
    [InlineData("1e3s")]
    [InlineData("NaN")]
    public void What_is_no_duration_is_refused(string text) => Assert.False(DurationText.TryParse(text, out _));

    [Theory]
    [InlineData(300, "5m")]
    [InlineData(90, "90s")]
    [InlineData(7200, "2h")]
    [InlineData(0.5, "0.5s")]
    [InlineData(0, "0s")]
    public void A_duration_is_said_briefly_and_reads_back(double seconds, string text)
    {
        Assert.Equal(text, DurationText.Text(TimeSpan.FromSeconds(seconds)));
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(seconds, duration.TotalSeconds);
    }
}
