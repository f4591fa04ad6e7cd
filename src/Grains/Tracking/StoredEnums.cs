using System.Runtime.CompilerServices;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.WireProtocol;
using SessionGrains.Messages;
using SessionGrains.Tracking.Story;

namespace SessionGrains.Tracking;

/// <summary>
/// Writes an enum of bytes, byte for byte as Orleans does where it finds no codec, but without two objects for each value: a stored session has a dozen.
/// </summary>
internal abstract class ByteEnumCodec<T> : IFieldCodec<T>
    where T : unmanaged, Enum
{
    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, T value)
        where TBufferWriter : System.Buffers.IBufferWriter<byte>
    {
        ReferenceCodec.MarkValueField(writer.Session);
        writer.WriteFieldHeader(fieldIdDelta, expectedType, typeof(byte), WireType.VarInt);
        writer.WriteVarUInt32(Unsafe.BitCast<T, byte>(value));
    }

    public T ReadValue<TInput>(ref Reader<TInput> reader, Field field) => Unsafe.BitCast<byte, T>(ByteCodec.ReadValue(ref reader, field));
}

[RegisterSerializer]
internal sealed class PlayerEventTypeCodec : ByteEnumCodec<PlayerEventType>;

[RegisterSerializer]
internal sealed class ArrivalOdditiesCodec : ByteEnumCodec<ArrivalOddities>;

[RegisterSerializer]
internal sealed class PlaybackStateCodec : ByteEnumCodec<PlaybackState>;

[RegisterSerializer]
internal sealed class PlaybackPlaceCodec : ByteEnumCodec<PlaybackPlace>;

[RegisterSerializer]
internal sealed class JournalSceneCodec : ByteEnumCodec<JournalScene>;

[RegisterSerializer]
internal sealed class FindingKindCodec : ByteEnumCodec<FindingKind>;

[RegisterSerializer]
internal sealed class ReadingCutsCodec : ByteEnumCodec<ReadingCuts>;

/// <summary>As <see cref="ByteEnumCodec{T}"/>, of two bytes.</summary>
[RegisterSerializer]
internal sealed class BoundedListCodec : IFieldCodec<BoundedList>
{
    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, BoundedList value)
        where TBufferWriter : System.Buffers.IBufferWriter<byte>
    {
        ReferenceCodec.MarkValueField(writer.Session);
        writer.WriteFieldHeader(fieldIdDelta, expectedType, typeof(ushort), WireType.VarInt);
        writer.WriteVarUInt32((ushort)value);
    }

    public BoundedList ReadValue<TInput>(ref Reader<TInput> reader, Field field) => (BoundedList)UInt16Codec.ReadValue(ref reader, field);
}
