using SessionGrains.Api.MediaCollection.Catalogue;
using SessionGrains.Api.Problems;

namespace SessionGrains.Api.MediaCollection;

/// <summary><c>GET /schemas/{eventType}</c> (docs/protocol.md#1-operations).</summary>
internal static class SchemaHandler
{
    public const string Pattern = $"/api/v1/schemas/{{{EventTypeName}}}";

    private const string EventTypeName = "eventType";

    public static async Task ReadSchema(HttpContext context)
    {
        if (context.Request.RouteValues[EventTypeName] is not string eventType || !EventSchemas.TryGet(eventType, out var schema))
        {
            await AnswerUnknown(context);
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = schema.Length;
        await context.Response.BodyWriter.WriteAsync(schema, context.RequestAborted);
    }

    private static Task AnswerUnknown(HttpContext context) => context.AnswerProblem(StatusCodes.Status404NotFound, "Unknown event type",
        $"There is no schema of this name. Event types are: {string.Join(", ", EventSchemas.EventTypes)}.");
}
