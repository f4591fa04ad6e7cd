using Microsoft.Extensions.Logging.Abstractions;

namespace SessionGrains.Grains.Tests.Rooms;

/// <summary>When a room counts as tight and as full.</summary>
public sealed class RoomTests
{
    private const long MiB = 1 << 20;

    [Theory]
    [InlineData(RoomLevel.Roomy, 100, RoomLevel.Roomy)]
    [InlineData(RoomLevel.Roomy, 99, RoomLevel.Tight)]
    [InlineData(RoomLevel.Roomy, 39, RoomLevel.Full)]
    [InlineData(RoomLevel.Tight, 124, RoomLevel.Tight)]
    [InlineData(RoomLevel.Tight, 125, RoomLevel.Roomy)]
    [InlineData(RoomLevel.Full, 49, RoomLevel.Full)]
    [InlineData(RoomLevel.Full, 50, RoomLevel.Tight)]
    public void A_level_is_left_only_with_a_quarter_more_than_its_threshold(RoomLevel before, long freeBytes, RoomLevel after) =>
        Assert.Equal(after, new RoomThresholds(TightBelow: 100, FullBelow: 40).Level(freeBytes, before));

    [Fact]
    public void A_store_is_roomy_until_it_was_measured_and_starts_between_two_measurements_do_not_run_through_the_threshold()
    {
        var room = Store();
        Assert.Equal((RoomLevel.Roomy, true), (room.Level, room.Take(10 * MiB)));

        // A fifth of 100 MiB must stay free: there are 5 MiB for starts.
        Assert.Equal(RoomLevel.Roomy, room.Record(new RoomSample(25 * MiB, 100 * MiB)));
        Assert.True(room.Take(3 * MiB));
        Assert.False(room.Take(3 * MiB));
        Assert.Equal(RoomLevel.Roomy, room.Level);
    }

    [Fact]
    public void What_open_sessions_will_still_take_is_kept_free_for_them()
    {
        var room = Store();

        Assert.Equal(RoomLevel.Roomy, room.Record(new RoomSample(50 * MiB, 100 * MiB)));
        Assert.Equal(RoomLevel.Tight, room.Record(new RoomSample(50 * MiB, 100 * MiB, ReservedBytes: 60 * MiB)));
        Assert.False(room.Take(1));
    }

    [Theory]
    [InlineData(1000, 1000, RoomLevel.Roomy)]
    [InlineData(1000, 201, RoomLevel.Roomy)]
    [InlineData(1000, 199, RoomLevel.Tight)]
    [InlineData(1000, 99, RoomLevel.Full)]
    [InlineData(250, 61, RoomLevel.Roomy)]
    [InlineData(250, 59, RoomLevel.Tight)]
    [InlineData(250, 39, RoomLevel.Full)]
    [InlineData(100, 31, RoomLevel.Roomy)]
    [InlineData(100, 29, RoomLevel.Tight)]
    [InlineData(100, 19, RoomLevel.Full)]
    public void Memory_is_judged_by_its_percents_and_by_what_work_in_progress_needs(long limitMiB, long freeMiB, RoomLevel level)
    {
        var room = new MemoryRoom(Options.Create(new MemoryRoomOptions()), NullLogger<MemoryRoom>.Instance);

        Assert.Equal(level, room.Record(new RoomSample(freeMiB * MiB, limitMiB * MiB)));
    }

    private static StoreRoom Store() => new(Options.Create(new StoreRoomOptions()), NullLogger<StoreRoom>.Instance);
}
