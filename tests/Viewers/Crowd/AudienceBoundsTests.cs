namespace SessionGrains.Viewers.Tests;

public sealed class AudienceBoundsTests
{
    private static readonly Programme Programme = new(seed: 1, titles: 2, Mix.Vod);

    private readonly AudienceBounds _bounds = new(2);

    private static Title First => Programme.Titles[0];

    private static Title Second => Programme.Titles[1];

    [Fact]
    public void Between_sending_and_answer_both_are_possible()
    {
        _bounds.Asks(First);
        Assert.Equal(new Bounds(0, 1), _bounds.Now()[0]);

        _bounds.IsAnswered(First, new Answer(201));
        Assert.Equal(new Bounds(1, 1), _bounds.Now()[0]);

        _bounds.Leaves(First);
        Assert.Equal(new Bounds(0, 1), _bounds.Now()[0]);

        _bounds.HasLeft(First);
        Assert.Equal(new Bounds(0, 0), _bounds.Now()[0]);
        Assert.Equal(new Bounds(0, 0), _bounds.Now()[1]);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(503, 1)]
    [InlineData(400, 0)]
    public void A_session_that_was_not_acknowledged_may_be_open_unless_it_was_refused(int code, int most)
    {
        _bounds.Asks(Second);
        _bounds.IsAnswered(Second, new Answer(code));

        Assert.Equal(new Bounds(0, most), _bounds.Now()[1]);
    }

    [Fact]
    public void The_last_seconds_are_remembered_and_what_was_before_them_forgotten()
    {
        _bounds.Asks(First);
        _bounds.IsAnswered(First, new Answer(201));
        _bounds.Remember(TimeSpan.FromSeconds(1));
        _bounds.Asks(Second);
        _bounds.IsAnswered(Second, new Answer(201));
        _bounds.Remember(TimeSpan.FromSeconds(4));

        Assert.Equal(new Bounds(1, 2), _bounds.RecentTotal());
        Assert.Equal(new Bounds(0, 1), _bounds.Recent()[1]);

        _bounds.Remember(TimeSpan.FromSeconds(8));

        Assert.Equal(new Bounds(2, 2), _bounds.RecentTotal());
    }
}
