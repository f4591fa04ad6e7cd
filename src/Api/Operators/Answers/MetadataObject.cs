using Microsoft.OpenApi;

namespace SessionGrains.Api.Operators.Answers;

/// <summary>Writes entries of <c>customMetadata</c> as an object.</summary>
internal sealed class MetadataObject() : WriteOnlyConverter<MetadataEntry[]>(JsonSchemaType.Object)
{
    public override void Write(Utf8JsonWriter writer, MetadataEntry[] value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (key, text) in value)
        {
            writer.WriteString(key, text);
        }

        writer.WriteEndObject();
    }
}
