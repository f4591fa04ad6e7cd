using System.Buffers.Binary;
using Orleans.Serialization;
using Orleans.Storage;
using SessionGrains.Quarantine;
using SessionGrains.Sessions.Stored;
using SessionGrains.Stores;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>
/// The description record of sessions: parts, each with its length and a checksum, one for each write that had something to describe. Storage that implements <see
/// cref="IDescriptionReader"/> appends a part in the batch of the progress record. For other storage, as Orleans' own providers, the part is stored before: if the progress record
/// then is not, the part is superfluous, and a later description with the same number replaces it.
/// </summary>
internal sealed class DescriptionStore(IGrainStorage storage, Serializer<StoredDescription[]> serializer)
{
    /// <summary>Whether the storage appends in the batch of the progress record.</summary>
    public bool IsBatched => storage is IDescriptionReader;

    /// <summary>The part that describes <paramref name="added"/>; null for none.</summary>
    public byte[]? Part(GrainId id, Description[] added)
    {
        if (added.Length == 0)
        {
            return null;
        }

        var body = serializer.SerializeToArray(Array.ConvertAll(added, StoredDescription.Of));
        var sealedBody = RecordChecksum.Seal(id.Key.ToString()!, StoredRecordNames.Descriptions, body);
        var part = new byte[sizeof(int) + sealedBody.Length];
        BinaryPrimitives.WriteInt32LittleEndian(part, sealedBody.Length);
        sealedBody.CopyTo(part.AsSpan(sizeof(int)));
        return part;
    }

    /// <exception cref="UnreadableRecordException">The record is damaged.</exception>
    public async Task<Descriptions> Read(GrainId id)
    {
        var bytes = storage is IDescriptionReader reader ? await reader.ReadDescriptionsAsync(id) : (await ReadRecord(id)).State!.Bytes;
        return new(Restore(id.Key.ToString()!, bytes));
    }

    /// <summary>Appends to a record of its own, for storage that is not <see cref="IsBatched"/>.</summary>
    public async Task Append(GrainId id, byte[] part)
    {
        var record = await ReadRecord(id);
        record.State = new() { Bytes = [.. record.State!.Bytes, .. part] };
        await storage.WriteStateAsync(StoredRecordNames.Descriptions, id, record);
    }

    /// <summary>Removes the record, for storage that is not <see cref="IsBatched"/>: the others remove it themselves.</summary>
    public async Task Clear(GrainId id)
    {
        if (!IsBatched && await ReadRecord(id) is { RecordExists: true } record)
        {
            await storage.ClearStateAsync(StoredRecordNames.Descriptions, id, record);
        }
    }

    private async Task<GrainState<DescriptionRecord>> ReadRecord(GrainId id)
    {
        var record = new GrainState<DescriptionRecord>(new());
        await storage.ReadStateAsync(StoredRecordNames.Descriptions, id, record);
        record.State ??= new();
        return record;
    }

    private List<Description> Restore(string sessionId, ReadOnlyMemory<byte> bytes)
    {
        var restored = new List<Description>();
        for (var left = bytes; left.Length > 0;)
        {
            var length = left.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(left.Span);
            if (length < 0 || length > left.Length - sizeof(int))
            {
                throw new UnreadableRecordException(UnreadableReason.Damaged, bytes.Length);
            }

            restored.AddRange(RestorePart(sessionId, left.Slice(sizeof(int), length)));
            left = left[(sizeof(int) + length)..];
        }

        return restored;
    }

    private IEnumerable<Description> RestorePart(string sessionId, ReadOnlyMemory<byte> part)
    {
        var body = RecordChecksum.Open(sessionId, StoredRecordNames.Descriptions, part);
        try
        {
            return [.. serializer.Deserialize(body)!.Select(static stored => stored.Restore())];
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            throw new UnreadableRecordException(UnreadableReason.UnknownFormat, part.Length);
        }
    }
}

/// <summary>The descriptions of a session in storage that cannot append.</summary>
[GenerateSerializer, Alias("sg.description-record")]
internal sealed class DescriptionRecord
{
    [Id(0)] public byte[] Bytes { get; set; } = [];
}
