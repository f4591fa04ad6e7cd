namespace SessionGrains.Grains.Tests.Live;

/// <summary>What joins a sum leaves it again, whatever players say their bitrate is.</summary>
public sealed class BitrateSumTests
{
    private static readonly double[] Bitrates = [double.Epsilon, 0.4, 1, 29.97, 640_000, 1_000_000, 999_999_999.5, 1e9, 1e10, 1e15, double.NaN];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_sequence_of_joins_and_leaves_ends_at_exactly_nothing_and_spoils_no_average_on_the_way(int seed)
    {
        var random = new Random(seed);
        var (sum, there) = (default(LiveFigures), new List<LiveFigures>());
        for (var n = 0; n < 20_000; n++)
        {
            if (there.Count > 0 && random.Next(2) == 0)
            {
                var leaving = random.Next(there.Count);
                sum -= there[leaving];
                there.RemoveAt(leaving);
            }
            else
            {
                there.Add(Playing(Bitrates[random.Next(Bitrates.Length)]));
                sum += there[^1];
            }

            Assert.Equal((there.Sum(static one => one.BitrateSum), there.Sum(static one => one.BitrateKnown)), (sum.BitrateSum, sum.BitrateKnown));
        }

        Assert.Equal(default, there.Aggregate(sum, static (left, one) => left - one));
    }

    [Fact]
    public void An_absurd_bitrate_that_came_and_went_leaves_the_average_of_the_others_as_it_was()
    {
        var others = Playing(1_000_001) + Playing(3_000_000);

        Assert.Equal(2_000_000.5, (others + Playing(1e15) - Playing(1e15)).AverageBitrate);
        Assert.InRange((others + Playing(1e15)).AverageBitrate!.Value, 1, LiveFigures.MaxBitrate);
    }

    [Theory]
    [InlineData(double.Epsilon, 1)]
    [InlineData(2.5, 2)]
    [InlineData(1e9, 1_000_000_000)]
    [InlineData(1e15, 1_000_000_000)]
    public void A_session_contributes_a_whole_number_up_to_1_Gbit(double bitrate, long counted) => Assert.Equal((1, counted), (Playing(bitrate).BitrateKnown, Playing(bitrate).BitrateSum));

    [Fact]
    public void As_many_sessions_as_can_be_counted_do_not_overflow_the_sum()
    {
        var most = checked(int.MaxValue * LiveFigures.MaxBitrate);
        var minute = new CurrentMinute(0);
        minute.AddTime(new() { Open = int.MaxValue, Playing = int.MaxValue, BitrateKnown = int.MaxValue, BitrateSum = most }, 60_000);

        Assert.Equal(1e9f, minute.End(0).AverageBitrate);
    }

    [Fact]
    public void Without_a_known_bitrate_there_is_no_average() => Assert.Null(Playing(double.NaN).AverageBitrate);

    private static LiveFigures Playing(double bitrate) =>
        new LiveState(IsOpen: true, IsCompleted: false, PlaybackState.Playing, PlaybackPlace.Content, HasContentStarted: true, 0, 0, bitrate).Count(isHeard: true);
}
