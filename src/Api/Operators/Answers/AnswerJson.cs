using System.Text.Encodings.Web;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace SessionGrains.Api.Operators.Answers;

/// <summary>
/// Serializes answers to operators. Members appear in declaration order, including nulls; numbers that JSON cannot express are null. Grain messages are
/// written unchanged except for <see cref="MillisecondMembers"/>, <see cref="OptionalMembers"/>, <see cref="SpreadMembers"/> and <see cref="MetadataObject"/>. An answer is
/// serialized completely before it is sent, and is never cached.
/// </summary>
internal static class AnswerJson
{
    public static JsonSerializerOptions Options(JsonSerializerContext types) => Add(new(), types);

    /// <summary>Adds types to options that also serve others, such as those of the OpenAPI document.</summary>
    public static JsonSerializerOptions Add(JsonSerializerOptions options, params ReadOnlySpan<JsonSerializerContext> contexts)
    {
        // Keeps non-ASCII text readable; characters that are dangerous in HTML are escaped.
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new FiniteNumber());
        options.Converters.Add(new MetadataObject());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        foreach (var types in contexts)
        {
            options.TypeInfoResolverChain.Insert(
                0,
                types.WithAddedModifier(MillisecondMembers.Convert).WithAddedModifier(OptionalMembers.LeaveOut).WithAddedModifier(MemberOrder.BaseFirst).WithAddedModifier(SpreadMembers.Spread));
        }

        return options;
    }

    /// <exception cref="JsonException">A value cannot be written, such as an enum member of a newer version.</exception>
    public static byte[] Write<T>(this JsonSerializerOptions options, T answer) => JsonSerializer.SerializeToUtf8Bytes(answer, options);

    public static Task SendJson<T>(this HttpContext context, JsonSerializerOptions options, T answer) => context.SendJson(options.Write(answer));

    public static async Task SendJson(this HttpContext context, ReadOnlyMemory<byte> body)
    {
        var response = context.Response;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        await response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }
}
