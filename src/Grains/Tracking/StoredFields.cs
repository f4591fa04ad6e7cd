using System.Buffers;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.WireProtocol;

namespace SessionGrains.Tracking;

/// <summary>Fields of an object as Orleans writes them, where they are not as in a new one. <c>last</c> is the number of the field before, of which Orleans writes the distance.</summary>
internal static class StoredFields
{
    /// <summary>The distance to the field <paramref name="id"/>, which is written next.</summary>
    public static uint Delta(ref uint last, uint id)
    {
        var delta = id - last;
        last = id;
        return delta;
    }

    public static void Write<TBufferWriter>(ref Writer<TBufferWriter> writer, ref uint last, uint id, long value, long initially = 0)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (value != initially)
        {
            Int64Codec.WriteField(ref writer, Delta(ref last, id), value);
        }
    }

    public static void Write<TBufferWriter>(ref Writer<TBufferWriter> writer, ref uint last, uint id, int value, int initially = 0)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (value != initially)
        {
            Int32Codec.WriteField(ref writer, Delta(ref last, id), value);
        }
    }

    public static void Write<TBufferWriter>(ref Writer<TBufferWriter> writer, ref uint last, uint id, uint value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (value != 0)
        {
            UInt32Codec.WriteField(ref writer, Delta(ref last, id), value);
        }
    }

    /// <summary>By its bits, so that an initial NaN is one.</summary>
    public static void Write<TBufferWriter>(ref Writer<TBufferWriter> writer, ref uint last, uint id, double value, double initially = 0)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (BitConverter.DoubleToInt64Bits(value) != BitConverter.DoubleToInt64Bits(initially))
        {
            DoubleCodec.WriteField(ref writer, Delta(ref last, id), value);
        }
    }

    public static void Write<TBufferWriter>(ref Writer<TBufferWriter> writer, ref uint last, uint id, bool value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (value)
        {
            BoolCodec.WriteField(ref writer, Delta(ref last, id), true);
        }
    }

    /// <summary>Also an enum, see <see cref="ByteEnumCodec{T}"/>.</summary>
    public static void Write<TBufferWriter>(ref Writer<TBufferWriter> writer, ref uint last, uint id, byte value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (value != 0)
        {
            ByteCodec.WriteField(ref writer, Delta(ref last, id), value);
        }
    }

    /// <summary>As above, of two bytes.</summary>
    public static void Write<TBufferWriter>(ref Writer<TBufferWriter> writer, ref uint last, uint id, ushort value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (value != 0)
        {
            UInt16Codec.WriteField(ref writer, Delta(ref last, id), value);
        }
    }

    public static void Write<TBufferWriter>(ref Writer<TBufferWriter> writer, ref uint last, uint id, byte[] value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (value.Length > 0)
        {
            ByteArrayCodec.WriteField(ref writer, Delta(ref last, id), value);
        }
    }

    public static void Write<TBufferWriter>(ref Writer<TBufferWriter> writer, ref uint last, uint id, string? value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (value is not null)
        {
            StringCodec.WriteField(ref writer, Delta(ref last, id), value);
        }
    }

    /// <summary>Of a record Orleans writes first what a base has: nothing.</summary>
    public static void Write<TBufferWriter>(ref Writer<TBufferWriter> writer, ref uint last, uint id, Interval value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (value != default)
        {
            ReferenceCodec.MarkValueField(writer.Session);
            writer.WriteStartObject(Delta(ref last, id), typeof(Interval), typeof(Interval));
            writer.WriteEndBase();
            var inner = 0u;
            Write(ref writer, ref inner, 0, value.From);
            Write(ref writer, ref inner, 1, value.To);
            writer.WriteEndObject();
        }
    }

    public static void Write<TBufferWriter, T>(ref Writer<TBufferWriter> writer, ref uint last, uint id, IFieldCodec<T[]> codec, T[] value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (value.Length > 0)
        {
            codec.WriteField(ref writer, Delta(ref last, id), typeof(T[]), value);
        }
    }

    public static void Write<TBufferWriter, T>(ref Writer<TBufferWriter> writer, ref uint last, uint id, IFieldCodec<T> codec, T? value)
        where TBufferWriter : IBufferWriter<byte>
        where T : class
    {
        if (value is not null)
        {
            codec.WriteField(ref writer, Delta(ref last, id), typeof(T), value);
        }
    }
}
