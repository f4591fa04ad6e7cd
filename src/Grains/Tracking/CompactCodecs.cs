using System.Buffers;
using Orleans.Serialization;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.WireProtocol;
using SessionGrains.Messages;

namespace SessionGrains.Tracking;

// A session is stored with nearly every event, so what it keeps in a compact form is written without being unfolded into objects first. Each codec here writes what
// Orleans reads as the type in its ReadValue, without the fields that say nothing, and leaves the reading to Orleans.

/// <summary>A window as a <see cref="List{T}"/> of its events.</summary>
[RegisterSerializer]
internal sealed class ArrivalWindowCodec(IFieldCodec<PlayerEvent> events, IFieldCodec<List<ArrivedEvent>> list) : IFieldCodec<ArrivalWindow>
{
    public static void Write<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, ArrivalWindow value, IFieldCodec<PlayerEvent> events)
        where TBufferWriter : IBufferWriter<byte>
    {
        ReferenceCodec.MarkValueField(writer.Session);
        writer.WriteStartObject(fieldIdDelta, typeof(List<ArrivedEvent>), typeof(List<ArrivedEvent>));
        if (value.Count > 0)
        {
            UInt32Codec.WriteField(ref writer, 0, (uint)value.Count);
            for (var i = 0; i < value.Count; i++)
            {
                Write(ref writer, i == 0 ? 1u : 0, value[i], events);
            }
        }

        writer.WriteEndObject();
    }

    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, ArrivalWindow value)
        where TBufferWriter : IBufferWriter<byte> => Write(ref writer, fieldIdDelta, value, events);

    private static void Write<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, ArrivedEvent arrived, IFieldCodec<PlayerEvent> events)
        where TBufferWriter : IBufferWriter<byte>
    {
        ReferenceCodec.MarkValueField(writer.Session);
        writer.WriteStartObject(fieldIdDelta, typeof(ArrivedEvent), typeof(ArrivedEvent));
        writer.WriteEndBase();
        var last = 0u;
        KeptEventCodec.Write(ref writer, 0, arrived.Event, events);
        StoredFields.Write(ref writer, ref last, 1, arrived.Ts);
        StoredFields.Write(ref writer, ref last, 2, arrived.OwnTs);
        StoredFields.Write(ref writer, ref last, 3, arrived.ArrivedAtMs);
        StoredFields.Write(ref writer, ref last, 4, (byte)arrived.Oddities);
        writer.WriteEndObject();
    }

    public ArrivalWindow ReadValue<TInput>(ref Reader<TInput> reader, Field field) => ArrivalWindow.Of(list.ReadValue(ref reader, field));
}

/// <summary>Copies the events too: what is in a window is written to again.</summary>
[RegisterCopier]
internal sealed class ArrivalWindowCopier(IDeepCopier<List<ArrivedEvent>> list) : IDeepCopier<ArrivalWindow>
{
    public ArrivalWindow DeepCopy(ArrivalWindow input, CopyContext context) => ArrivalWindow.Of(list.DeepCopy(input.ToList(), context));
}

/// <summary>An event as a <see cref="PlayerEvent"/>.</summary>
[RegisterSerializer]
internal sealed class KeptEventCodec(IFieldCodec<PlayerEvent> events) : IFieldCodec<KeptEvent>
{
    public static void Write<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, KeptEvent value, IFieldCodec<PlayerEvent> events)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (value.Details is { } details)
        {
            events.WriteField(ref writer, fieldIdDelta, typeof(PlayerEvent), details);
            return;
        }

        ReferenceCodec.MarkValueField(writer.Session);
        writer.WriteStartObject(fieldIdDelta, typeof(PlayerEvent), typeof(PlayerEvent));
        var last = 0u;
        StoredFields.Write(ref writer, ref last, 0, (byte)value.Type);
        StoredFields.Write(ref writer, ref last, 1, value.Ts);
        StoredFields.Write(ref writer, ref last, 2, value.Playhead);
        UInt64Codec.WriteField(ref writer, StoredFields.Delta(ref last, 3), value.Fingerprint);
        writer.WriteEndObject();
    }

    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, KeptEvent value)
        where TBufferWriter : IBufferWriter<byte> => Write(ref writer, fieldIdDelta, value, events);

    public KeptEvent ReadValue<TInput>(ref Reader<TInput> reader, Field field) =>
        KeptEvent.Of(events.ReadValue(ref reader, field) ?? throw new RequiredFieldMissingException("A stored arrival has no event."));
}

/// <summary>Fingerprints as an array of <see cref="ulong"/>.</summary>
[RegisterSerializer]
internal sealed class StoredFingerprintsCodec(IFieldCodec<ulong[]> array) : IFieldCodec<StoredFingerprints>
{
    public static void Write<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, in StoredFingerprints value)
        where TBufferWriter : IBufferWriter<byte>
    {
        ReferenceCodec.MarkValueField(writer.Session);
        writer.WriteStartObject(fieldIdDelta, typeof(ulong[]), typeof(ulong[]));
        if (value.Count > 0)
        {
            UInt32Codec.WriteField(ref writer, 0, value.Count);
            for (var i = 0; i < value.Count; i++)
            {
                UInt64Codec.WriteField(ref writer, i == 0 ? 1u : 0, value.Ring[i]);
            }
        }

        writer.WriteEndObject();
    }

    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, StoredFingerprints value)
        where TBufferWriter : IBufferWriter<byte> => Write(ref writer, fieldIdDelta, value);

    public StoredFingerprints ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        ReadOnlySpan<ulong> stored = array.ReadValue(ref reader, field);
        stored = stored[..Math.Min(stored.Length, TrackingRules.RememberedFingerprints)];
        var ring = new FingerprintRing();
        stored.CopyTo(ring);
        return new(ring, (byte)stored.Length);
    }
}
