using SessionGrains.Timeouts;

namespace SessionGrains.Grains.Tests.Timeouts;

public sealed class BucketTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(508)]
    [InlineData(10_000)]
    public void What_was_added_is_there_once_and_in_order(int count)
    {
        var pile = new Bucket<int>();
        for (var i = 0; i < count; i++)
        {
            pile.Add(i);
        }

        Assert.Equal(Enumerable.Range(0, count), pile);
    }
}
