using System.Buffers;
using Orleans.Serialization;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.WireProtocol;
using SessionGrains.Messages;

namespace SessionGrains.Tracking;

/// <summary>A session's progress as it is stored: what it has to say, and nothing of what it has not (record 9).</summary>
internal readonly record struct StoredProgress(SessionProgress Progress);

/// <summary>
/// Writes a <see cref="SessionProgress"/> in Orleans' format without the fields that are as they are in a new object, and leaves the reading to Orleans, to which a field that is
/// not there stays as it is. Every version reads what any other wrote.
/// </summary>
[RegisterSerializer]
internal sealed partial class StoredProgressCodec(
    IFieldCodec<SessionProgress> progress, IFieldCodec<PlayerEvent> events,
    IFieldCodec<AdBreakOpening> breaks, IFieldCodec<AdOpening> ads, IFieldCodec<ContentShare[]> shares, IFieldCodec<Interval[]> intervals,
    IFieldCodec<AdSummary[]> adSummaries, IFieldCodec<ChapterSummary[]> chapters, IFieldCodec<PlayerState[]> playerStates, IFieldCodec<QoeValue[]> quality,
    IFieldCodec<ErrorCount[]> errors, IFieldCodec<FindingEntry[]> findings, IFieldCodec<string[]> texts) : IFieldCodec<StoredProgress>
{
    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, StoredProgress value)
        where TBufferWriter : IBufferWriter<byte>
    {
        ReferenceCodec.MarkValueField(writer.Session);
        writer.WriteStartObject(fieldIdDelta, typeof(SessionProgress), typeof(SessionProgress));
        var (stored, last) = (value.Progress, 0u);

        ReferenceCodec.MarkValueField(writer.Session);
        writer.WriteStartObject(0, typeof(TrackingState), typeof(TrackingState));
        WriteState(ref writer, stored.Settled);
        writer.WriteEndObject();

        if (stored.Window.Count > 0)
        {
            ArrivalWindowCodec.Write(ref writer, StoredFields.Delta(ref last, 1), stored.Window, events);
        }

        StoredFields.Write(ref writer, ref last, 2, stored.Received);
        StoredFields.Write(ref writer, ref last, 3, stored.Duplicates);
        StoredFields.Write(ref writer, ref last, 4, stored.FirstDuplicateTs);
        StoredFields.Write(ref writer, ref last, 5, stored.Late);
        StoredFields.Write(ref writer, ref last, 6, stored.LastEventAtMs);
        StoredFields.Write(ref writer, ref last, 7, stored.LastMovementAtMs);
        StoredFields.Write(ref writer, ref last, 8, stored.LastArrivalAtMs);
        StoredFields.Write(ref writer, ref last, 9, stored.LastArrivalTs);
        StoredFields.Write(ref writer, ref last, 10, stored.LastArrivalPlayhead);
        StoredFields.Write(ref writer, ref last, 11, stored.ClockShiftMs);
        if (stored.StoredFingerprints is { Count: > 0 } fingerprints)
        {
            StoredFingerprintsCodec.Write(ref writer, StoredFields.Delta(ref last, 12), fingerprints);
        }

        StoredFields.Write(ref writer, ref last, 13, stored.OldestFingerprint);
        StoredFields.Write(ref writer, ref last, 14, (byte)stored.ClosedBy.GetValueOrDefault());
        StoredFields.Write(ref writer, ref last, 15, stored.ClosedAtMs);
        StoredFields.Write(ref writer, ref last, 16, stored.EndTs);
        StoredFields.Write(ref writer, ref last, 17, stored.Finished);
        writer.WriteEndObject();
    }

    public StoredProgress ReadValue<TInput>(ref Reader<TInput> reader, Field field) =>
        new(progress.ReadValue(ref reader, field) ?? throw new RequiredFieldMissingException("A stored progress is empty."));
}

/// <summary>Copies the progress too: it is written to again.</summary>
[RegisterCopier]
internal sealed class StoredProgressCopier(IDeepCopier<SessionProgress> progress) : IDeepCopier<StoredProgress>
{
    public StoredProgress DeepCopy(StoredProgress input, CopyContext context) => new(progress.DeepCopy(input.Progress, context));
}
