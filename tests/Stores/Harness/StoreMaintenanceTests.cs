using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SessionGrains.Rooms;
using SessionGrains.Silo.Storage;

namespace SessionGrains.Stores.Tests;

/// <summary>How often expired records are deleted.</summary>
public sealed class StoreMaintenanceTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Store _store = new();
    private readonly Recovery _recovery = new();
    private readonly StoreMaintenance _maintenance;

    public StoreMaintenanceTests()
    {
        var room = new StoreRoom(Options.Create(new StoreRoomOptions()), NullLogger<StoreRoom>.Instance);
        _maintenance = new(_store, room, _recovery, _time, NullLogger.Instance);
        _maintenance.Start();
    }

    public ValueTask DisposeAsync() => _maintenance.DisposeAsync();

    [Fact]
    public async Task A_store_with_room_is_cleaned_once_a_minute()
    {
        await PassAsync(130);

        Assert.Equal([false, false], _store.Cleanups);
    }

    [Fact]
    public async Task A_store_that_refuses_writes_although_it_has_room_is_cleaned_each_second_until_it_takes_them()
    {
        await PassAsync(5);
        Assert.Empty(_store.Cleanups);

        (_recovery.RefusesWrites, _store.HasCapacity) = (true, false);
        await PassAsync(3);
        await Deadline.UntilAsync(() => _store.Cleanups.Count >= 3);
        Assert.DoesNotContain(false, _store.Cleanups);
        Assert.True(_recovery.RefusesWrites);

        _store.HasCapacity = true;
        await PassAsync(2);
        await Deadline.UntilAsync(() => !_recovery.RefusesWrites);
        var cleanups = _store.Cleanups.Count;
        await PassAsync(10);
        Assert.Equal(cleanups, _store.Cleanups.Count);
    }

    [Fact]
    public async Task A_store_with_little_room_is_cleaned_each_second()
    {
        _store.FreeBytes = 0;
        await PassAsync(4);

        await Deadline.UntilAsync(() => _store.Cleanups.Count >= 3);
        Assert.DoesNotContain(false, _store.Cleanups);
    }

    private async Task PassAsync(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            var measured = _store.Measured;
            _time.Advance(TimeSpan.FromSeconds(1));
            await Deadline.UntilAsync(() => _store.Measured > measured);
        }
    }

    private sealed class Store : IMaintainedStore
    {
        public long FreeBytes { get; set; } = 1L << 40;

        public bool HasCapacity { get; set; } = true;

        public int Measured { get; private set; }

        public List<bool> Cleanups { get; } = [];

        public Task<RoomSample> MeasureAsync()
        {
            Measured++;
            return Task.FromResult(new RoomSample(FreeBytes, 1L << 40, 0));
        }

        public Task<bool> DeleteExpiredAsync(bool isTight)
        {
            Cleanups.Add(isTight);
            return Task.FromResult(HasCapacity);
        }
    }

    private sealed class Recovery : IStoreRecovery
    {
        public bool RefusesWrites { get; set; }

        public void Recovered() => RefusesWrites = false;
    }
}
