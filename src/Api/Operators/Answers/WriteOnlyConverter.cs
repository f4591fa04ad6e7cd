using Microsoft.OpenApi;
using SessionGrains.Api.Docs;

namespace SessionGrains.Api.Operators.Answers;

/// <summary>A converter for answers, which are never deserialized.</summary>
internal abstract class WriteOnlyConverter<T>(JsonSchemaType type) : JsonConverter<T>, IDescribedConverter
{
    public JsonSchemaType SchemaType => type;

    public virtual string? SchemaFormat => null;

    public virtual string? SchemaDescription => null;

    public sealed override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();
}
