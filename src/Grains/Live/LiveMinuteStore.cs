using Orleans.Storage;
using SessionGrains.Quarantine;
using SessionGrains.Rooms;
using SessionGrains.Stores;

namespace SessionGrains.Live;

/// <summary>
/// Stores the minutes of the partitions in the session store, if that removes expired records by itself (Sqlite, Redis): one record per minute and partition,
/// none for empty minutes. With any other store the minutes live only as long as the silos.
/// </summary>
internal sealed class LiveMinuteStore(
    [FromKeyedServices(StoredRecordNames.StorageName)] IGrainStorage storage, SessionStoreTraits traits, RecordQuarantine quarantine, StoreRoom room)
{
    private const string GrainType = "live-minute";
    private const string RecordName = "minute";
    private const int MinutesKept = 24 * 60;
    private const int MaxConcurrentReads = 16;

    private static readonly TimeSpan Retention = TimeSpan.FromHours(25);

    public bool KeepsMinutes => traits.RemovesExpired;

    /// <summary>False if the store is full: sessions come first, and the minutes wait.</summary>
    public bool HasRoom => room.Level != RoomLevel.Full;

    /// <exception cref="Exception">Whatever the store fails with.</exception>
    public async Task Write(string partition, int minute, IReadOnlyList<LiveMinuteRow> rows)
    {
        if (!KeepsMinutes || rows.Count == 0)
            return;

        var record = new LiveMinuteRecord
        {
            Rows = BoundedMinute.Of(rows),
            ExpiresAtMs = (long)minute * 60_000 + (long)Retention.TotalMilliseconds,
        };
        try
        {
            await storage.WriteStateAsync(RecordName, IdOf(partition, minute), new GrainState<LiveMinuteRecord>(record));
        }
        catch (InconsistentStateException)
        {
            // Another activation of the partition has stored this minute.
        }
    }

    /// <summary>Passes the stored minutes of the last day to <paramref name="take"/>, in any order.</summary>
    /// <exception cref="Exception">Whatever the store fails with.</exception>
    public async Task Read(string partition, int lastMinute, Action<LiveMinuteRow[]> take)
    {
        if (!KeepsMinutes)
            return;

        foreach (var minutes in Enumerable.Range(lastMinute - MinutesKept + 1, MinutesKept).Reverse().Chunk(MaxConcurrentReads))
        {
            foreach (var record in await Task.WhenAll(minutes.Select(minute => Read(partition, minute))))
                take(record);
        }
    }

    private async Task<LiveMinuteRow[]> Read(string partition, int minute)
    {
        var (state, id) = (new GrainState<LiveMinuteRecord>(), IdOf(partition, minute));
        try
        {
            await storage.ReadStateAsync(RecordName, id, state);
            return state.RecordExists ? state.State?.Rows ?? [] : [];
        }
        catch (Exception exception) when (UnreadableRecordException.In(exception) is { } unreadable)
        {
            // Only this minute is lost.
            quarantine.Record(new(RecordKind.LiveMinute, id.Key.ToString()!, unreadable.Reason, unreadable.Bytes));
            return [];
        }
    }

    private static GrainId IdOf(string partition, int minute) => GrainId.Create(GrainType, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"live:{partition}:{minute}"));
}
