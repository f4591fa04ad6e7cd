using System.Text.Json;

namespace SessionGrains.Bench;

/// <summary>
/// The part of every event that the floor and the rival look at: its type (one of <see cref="EventTypes"/>), the player's clock in ms and the
/// playhead in seconds.
/// </summary>
internal readonly record struct Envelope(byte[] Type, long Ts, double Playhead)
{
    /// <summary>One pass over the whole body, which must be one well-formed JSON object. False: answer 400.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out Envelope envelope)
    {
        byte[]? type = null;
        long? ts = null;
        double? playhead = null;
        var reader = new Utf8JsonReader(body);
        try
        {
            var isObject = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            while (isObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("eventType"u8))
                    type = ReadType(ref reader);
                else if (reader.ValueTextEquals("playerTime"u8))
                    ReadPlayerTime(ref reader, ref ts, ref playhead);
                else
                    reader.Skip();
            }

            // Anything after the object is an error that this finds.
            if (!isObject || reader.Read())
                type = null;
        }
        catch (JsonException)
        {
            type = null;
        }

        var isValid = type is not null && ts is >= 0 && playhead is >= 0 and < double.PositiveInfinity;
        envelope = isValid ? new Envelope(type!, ts!.Value, playhead!.Value) : default;
        return isValid;
    }

    private static byte[]? ReadType(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return EventTypes.Find(ref reader);

        reader.Skip();
        return null;
    }

    private static void ReadPlayerTime(ref Utf8JsonReader reader, ref long? ts, ref double? playhead)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isTs = reader.ValueTextEquals("ts"u8);
            var isPlayhead = !isTs && reader.ValueTextEquals("playhead"u8);
            reader.Read();
            if (isTs && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var milliseconds))
                ts = milliseconds;
            else if (isPlayhead && reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var seconds))
                playhead = seconds;
            else
                reader.Skip();
        }
    }
}
