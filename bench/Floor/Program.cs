using SessionGrains.Bench;

// The floor: what it costs in ASP.NET's own server to receive an event, read its JSON, look at the envelope and answer. Nothing is kept.
// No routing, no middleware, no logging of requests.
var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { Args = args });
builder.Configuration.AddCommandLine(args);
builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.AddServerHeader = false);
if (builder.Configuration.GetValue("Inline", false))
    builder.WebHost.UseSockets(static sockets => sockets.UnsafePreferInlineScheduling = true);

var app = builder.Build();
app.Run(Floor.Answer);
await app.RunAsync();

internal static class Floor
{
    public static Task Answer(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method))
            return Task.CompletedTask;

        var status = RequestBody.ReadAsync(context.Request, Judge);
        if (!status.IsCompletedSuccessfully)
            return Await(context, status);

        Answer(context, status.Result);
        return Task.CompletedTask;
    }

    private static int Judge(bool isValid, in Envelope envelope, ReadOnlySpan<byte> body)
    {
        if (!isValid)
            return StatusCodes.Status400BadRequest;

        return envelope.Type == EventTypes.SessionStart ? StatusCodes.Status201Created : StatusCodes.Status204NoContent;
    }

    private static async Task Await(HttpContext context, ValueTask<int> status) => Answer(context, await status);

    private static void Answer(HttpContext context, int status)
    {
        var path = context.Request.Path.Value!;
        var response = context.Response;
        response.StatusCode = path == SessionPath.Sessions || SessionPath.TryReadId(path, out _) ? status : StatusCodes.Status404NotFound;
        if (status == StatusCodes.Status201Created)
        {
            response.ContentLength = 0;
            response.Headers.Location = string.Concat(SessionPath.Sessions, "/", SessionPath.NewId());
        }
    }
}
