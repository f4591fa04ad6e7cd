using System.Text.Json;

namespace SessionGrains.Api.Operators.Sessions;

/// <summary>Takes members out of a stored sessionStart as they were sent.</summary>
internal static class StartBody
{
    /// <summary>The raw JSON of a top-level member, or <c>{}</c> when it is absent or null. The body was checked when it arrived.</summary>
    public static ReadOnlySpan<byte> Member(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name)
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
                return isNull ? "{}"u8 : body[begin..(int)reader.BytesConsumed];
        }

        return "{}"u8;
    }
}
