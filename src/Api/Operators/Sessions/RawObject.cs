using Microsoft.OpenApi;
using SessionGrains.Api.Json;
using SessionGrains.Api.Operators.Answers;

namespace SessionGrains.Api.Operators.Sessions;

/// <summary>An object of a stored sessionStart, written as it was sent.</summary>
[JsonConverter(typeof(Converter))]
internal readonly record struct RawObject(ReadOnlyMemory<byte> Json)
{
    private static readonly byte[] None = "{}"u8.ToArray();

    /// <summary>A top-level member of a body that was validated on arrival; <c>{}</c> if it is absent or null.</summary>
    public static RawObject MemberOf(byte[] body, ReadOnlySpan<byte> name)
    {
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            var begin = (int)reader.TokenStartIndex;
            var isNull = reader.TokenType == JsonTokenType.Null;
            reader.Skip();
            if (found)
                return new(isNull ? None : body.AsMemory(begin..(int)reader.BytesConsumed));
        }

        return new(None);
    }

    internal sealed class Converter() : WriteOnlyConverter<RawObject>(JsonSchemaType.Object)
    {
        public override void Write(Utf8JsonWriter writer, RawObject value, JsonSerializerOptions options) =>
            writer.WriteRawValue(JsonText.WithoutNuls(value.Json.Span), skipInputValidation: true);
    }
}
