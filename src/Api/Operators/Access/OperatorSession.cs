using SessionGrains.Api.Bodies;
using SessionGrains.Api.Callers.Shares;
using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Operators.Keys;
using SessionGrains.Api.Problems;

namespace SessionGrains.Api.Operators.Access;

/// <summary>Answers <c>/operator/session</c>: checks whether a page may read, exchanges its key for a cookie, and deletes the cookie.</summary>
internal sealed class OperatorSession(OperatorRule rule, OperatorKeys keys, KeyGuard guard, OperatorCookie cookie, BodyReceiver bodies, CallerHash callers)
{
    public const string HowToSend = """Send {"key":"<operator key>"} as the body.""";

    /// <summary>Ask whether one may read</summary>
    /// <remarks>
    /// Says what lets the caller read: a key, the cookie that was exchanged for it, or (in Development without a configured key) that the caller is on the server itself.
    /// </remarks>
    public static Task Read(HttpContext context) => context.SendJson(AccessJson.Answers, new AccessAnswer(OperatorRule.Proof(context)?.Access ?? OperatorAccess.Loopback));

    /// <summary>Exchange an operator key for a cookie</summary>
    /// <remarks>
    /// For pages, because EventSource and links send no Authorization header. The cookie is HttpOnly and SameSite=Strict, is valid for 12 hours on every front door
    /// that has the same key, and ends with its key. It does not contain the key.
    /// </remarks>
    public async Task Open(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!keys.AreNeeded)
        {
            await Close(context, LoopbackCaller.IsLocal(context));
            return;
        }

        using var body = await bodies.Receive(context, callers.Of(context));
        if (body.Result != ReceiveResult.Complete)
            await RequestProblems.Unreceived(context, body.Result);
        else if (ReadKey(body.Span) is not { } sent)
            await context.AnswerProblem(StatusCodes.Status400BadRequest, "No key in the body", HowToSend);
        else
            await Exchange(context, sent);
    }

    /// <summary>Give the cookie back</summary>
    /// <remarks>
    /// Deletes the cookie in the browser. The server keeps nothing: a copy of the cookie stays valid until it expires or its key is removed.
    /// </remarks>
    public Task Close(HttpContext context) => Close(context, true);

    private Task Exchange(HttpContext context, string sent)
    {
        var trial = guard.Try(context, sent);
        if (trial.Key is not { } key)
            return rule.RefuseKey(context, trial);

        cookie.Give(context, key);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private Task Close(HttpContext context, bool mayRead)
    {
        if (!mayRead)
            return OperatorRule.AskForSetting(context);

        cookie.Take(context);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static string? ReadKey(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            return JsonElement.TryParseValue(ref reader, out var json)
                && json.Value.ValueKind == JsonValueKind.Object
                && json.Value.TryGetProperty("key"u8, out var sent)
                && sent.ValueKind == JsonValueKind.String ? sent.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or a string that is not valid Unicode.
            return null;
        }
    }
}
