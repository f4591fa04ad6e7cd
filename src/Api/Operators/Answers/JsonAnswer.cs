using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace SessionGrains.Api.Operators.Answers;

/// <summary>What operators read is written whole and then sent, and no cache keeps it.</summary>
internal static class JsonAnswer
{
    private const int UsualLength = 4096;

    /// <summary>Names of shows and cities stay readable; what could break out of an HTML page stays escaped.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var json = new ArrayBufferWriter<byte>(UsualLength);
        using (var writer = new Utf8JsonWriter(json, Options))
            write(writer);

        return json.WrittenMemory;
    }

    public static Task AnswerJson(this HttpContext context, Action<Utf8JsonWriter> write) => context.AnswerJson(Write(write));

    public static async Task AnswerJson(this HttpContext context, ReadOnlyMemory<byte> body)
    {
        var response = context.Response;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        await response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }
}
