using System.Buffers;
using Orleans.Serialization;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.WireProtocol;

namespace SessionGrains.Tracking;

// A session is stored with nearly every event, so what it keeps in a compact form is written without being unfolded into objects first. Each codec here writes, byte for
// byte, what Orleans writes of the type in its ReadValue, and leaves the reading to Orleans.

/// <summary>A window as a <see cref="List{T}"/> of its events.</summary>
[RegisterSerializer]
internal sealed class ArrivalWindowCodec(IFieldCodec<ArrivedEvent> events, IFieldCodec<List<ArrivedEvent>> list) : IFieldCodec<ArrivalWindow>
{
    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, ArrivalWindow value)
        where TBufferWriter : IBufferWriter<byte>
    {
        ReferenceCodec.MarkValueField(writer.Session);
        writer.WriteStartObject(fieldIdDelta, typeof(List<ArrivedEvent>), typeof(List<ArrivedEvent>));
        if (value.Count > 0)
        {
            UInt32Codec.WriteField(ref writer, 0, (uint)value.Count);
            for (var i = 0; i < value.Count; i++)
            {
                events.WriteField(ref writer, i == 0 ? 1u : 0, typeof(ArrivedEvent), value[i]);
            }
        }

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
internal sealed class KeptEventCodec(IFieldCodec<PlayerEvent> events, IFieldCodec<PlayerEventType> types) : IFieldCodec<KeptEvent>
{
    /// <summary>What a plain event has none of: Qoe, Ad, AdBreak, Chapter, StatesStart, StatesEnd and UnknownMember.</summary>
    private const int References = 7;

    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, KeptEvent value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (value.Details is { } details)
        {
            events.WriteField(ref writer, fieldIdDelta, typeof(PlayerEvent), details);
            return;
        }

        ReferenceCodec.MarkValueField(writer.Session);
        writer.WriteStartObject(fieldIdDelta, typeof(PlayerEvent), typeof(PlayerEvent));
        types.WriteField(ref writer, 0, typeof(PlayerEventType), value.Type);
        Int64Codec.WriteField(ref writer, 1, value.Ts);
        DoubleCodec.WriteField(ref writer, 1, value.Playhead);
        UInt64Codec.WriteField(ref writer, 1, value.Fingerprint);
        for (var i = 0; i < References; i++)
        {
            ReferenceCodec.WriteNullReference(ref writer, 1);
        }

        BoolCodec.WriteField(ref writer, 1, false);
        writer.WriteEndObject();
    }

    public KeptEvent ReadValue<TInput>(ref Reader<TInput> reader, Field field) =>
        KeptEvent.Of(events.ReadValue(ref reader, field) ?? throw new RequiredFieldMissingException("A stored arrival has no event."));
}

/// <summary>Fingerprints as an array of <see cref="ulong"/>.</summary>
[RegisterSerializer]
internal sealed class StoredFingerprintsCodec(IFieldCodec<ulong[]> array) : IFieldCodec<StoredFingerprints>
{
    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, StoredFingerprints value)
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

    public StoredFingerprints ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        ReadOnlySpan<ulong> stored = array.ReadValue(ref reader, field);
        stored = stored[..Math.Min(stored.Length, TrackingRules.RememberedFingerprints)];
        var ring = new FingerprintRing();
        stored.CopyTo(ring);
        return new(ring, (byte)stored.Length);
    }
}
