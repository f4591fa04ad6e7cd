using System.Buffers;
using System.Text.Json;
using SessionGrains.Api.MediaCollection.Problems;

namespace SessionGrains.Api.Operators.Live;

/// <summary>Answers <c>GET /live</c> and <c>GET /live/history</c>.</summary>
internal sealed class LiveReading(LiveCalls calls)
{
    public async Task ReadNow(HttpContext context)
    {
        if (!LiveRequest.TryRead(context.Request.Query, out var query, out var wrong))
        {
            await AnswerBadQuery(context, wrong);
            return;
        }

        var live = await calls.Now(query);
        await Answer(context, Json(writer => LiveWriter.Write(writer, live)));
    }

    public async Task ReadHistory(HttpContext context)
    {
        if (!LiveRequest.TryReadHistory(context.Request.Query, out var query, out var wrong))
        {
            await AnswerBadQuery(context, wrong);
            return;
        }

        var history = await calls.History(query);
        await Answer(context, Json(writer => HistoryWriter.Write(writer, history, query)));
    }

    internal static ReadOnlyMemory<byte> Json(Action<Utf8JsonWriter> write)
    {
        var json = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(json, SessionViewWriter.Options))
            write(writer);

        return json.WrittenMemory;
    }

    internal static Task AnswerBadQuery(HttpContext context, string wrong) => context.AnswerProblem(StatusCodes.Status400BadRequest, "Bad query", wrong);

    private static async Task Answer(HttpContext context, ReadOnlyMemory<byte> body)
    {
        var response = context.Response;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        await response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }
}
