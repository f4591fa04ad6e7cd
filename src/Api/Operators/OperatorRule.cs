using SessionGrains.Api.MediaCollection.Problems;

namespace SessionGrains.Api.Operators;

/// <summary>
/// Who may read (design decision 8): with a key, whoever has it; without one, whoever sits at this machine.
/// </summary>
internal sealed class OperatorRule(OperatorKey key, OperatorCookie cookie)
{
    private const string BearerChallenge = "Bearer realm=\"operators\"";
    private const string BasicChallenge = "Basic realm=\"operators\", charset=\"UTF-8\"";

    /// <summary>What lets the request read. One good proof is enough: a proxy may have an Authorization of its own.</summary>
    public OperatorAccess Access(HttpContext context)
    {
        if (!key.IsConfigured)
            return LoopbackCaller.IsLocal(context) ? OperatorAccess.Loopback : OperatorAccess.None;
        if (key.IsIn(context.Request))
            return OperatorAccess.Key;

        return cookie.IsIn(context.Request) ? OperatorAccess.Cookie : OperatorAccess.None;
    }

    /// <summary>What to answer to a request that may not read; null when it may.</summary>
    public RequestDelegate? Refusal(HttpContext context) => Access(context) != OperatorAccess.None ? null : key.IsConfigured ? AskForKey : AskForSetting;

    public static Task AskForKey(HttpContext context, string detail)
    {
        context.Response.Headers.WWWAuthenticate = new(MayShowDialog(context.Request) ? [BearerChallenge, BasicChallenge] : [BearerChallenge]);
        return context.AnswerProblem(StatusCodes.Status401Unauthorized, "Operator key needed", detail);
    }

    public static Task AskForSetting(HttpContext context) => context.AnswerProblem(StatusCodes.Status403Forbidden, "Reading is closed",
        "Without an operator key, sessions can be read only on the server itself, as http://localhost and not through a proxy. Set Operator:ApiKey (environment variable Operator__ApiKey) and send it as Authorization: Bearer <key>.");

    private static Task AskForKey(HttpContext context) => AskForKey(context,
        "Send the configured Operator:ApiKey as Authorization: Bearer <key>, or as the password of Basic with any user name.");

    /// <summary>
    /// A browser that hears of Basic opens its own password dialog. Right for a page that is opened, such as the dashboard; wrong for what a page
    /// fetches. Browsers say which it is, but not over plain http from another machine: there a page that is opened is one that wants HTML.
    /// </summary>
    private static bool MayShowDialog(HttpRequest request)
    {
        var mode = request.Headers["Sec-Fetch-Mode"];
        if (mode.Count > 0)
            return mode == "navigate";

        var isBrowser = request.Headers.UserAgent.ToString().StartsWith("Mozilla/", StringComparison.Ordinal);
        return !isBrowser || request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
    }
}
