using Microsoft.OpenApi;
using SessionGrains.Api.Operators.Answers;

namespace SessionGrains.Api.Operators.Sessions;

/// <summary>Writes quality-of-experience values under the names that players use. Values that were not sent are omitted.</summary>
internal sealed class QoeData() : WriteOnlyConverter<QoeValues>(JsonSchemaType.Object)
{
    private static readonly FiniteNumber Numbers = new();

    public override void Write(Utf8JsonWriter writer, QoeValues value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        Number("media.qoe.bitrate"u8, value.Bitrate);
        Number("media.qoe.droppedFrames"u8, value.DroppedFrames);
        Number("media.qoe.framesPerSecond"u8, value.FramesPerSecond);
        Number("media.qoe.timeToStart"u8, value.TimeToStart);
        Text("media.qoe.errorID"u8, value.ErrorId);
        Text("media.qoe.errorSource"u8, value.ErrorSource);
        foreach (var other in value.Others ?? [])
        {
            writer.WritePropertyName(other.Key);
            writer.WriteRawValue(other.RawValue);
        }

        writer.WriteEndObject();

        void Number(ReadOnlySpan<byte> name, double? sent)
        {
            if (sent is not { } number)
                return;

            writer.WritePropertyName(name);
            Numbers.Write(writer, number, options);
        }

        void Text(ReadOnlySpan<byte> name, string? sent)
        {
            if (sent is not null)
                writer.WriteString(name, sent);
        }
    }
}
