using SessionGrains.Api.Hosting;
using SessionGrains.Api.Operators.Keys;
using SessionGrains.Api.Problems;

namespace SessionGrains.Api.Operators.Access;

/// <summary>Lets in requests with a key that allows the operation. In Development without a configured key: requests from this machine.</summary>
internal sealed class OperatorRule(OperatorKeys keys, KeyGuard guard, OperatorCookie cookie, OperatorAudit audit)
{
    private const string BearerChallenge = "Bearer realm=\"operators\"";
    private const string BasicChallenge = "Basic realm=\"operators\", charset=\"UTF-8\"";

    private const string HowToSend = "Send an operator key as Authorization: Bearer <key>, or as the password of Basic with any user name. It is Operator:ApiKey or one of Operator:Keys; without these, the server's first lines say in which file it is.";

    /// <summary>The response that refuses the request; null if the request may proceed. Then <see cref="Proof"/> is set.</summary>
    public RequestDelegate? Refusal(HttpContext context)
    {
        if (!keys.AreNeeded)
            return LoopbackCaller.IsLocal(context) ? Admit(context, new(OperatorAccess.Loopback, null)) : AskForSetting;

        // A valid cookie is enough: the Authorization header may belong to a proxy.
        var trial = PresentedKey.In(context.Request) is { } sent ? guard.Try(context, sent) : default(KeyCheckResult?);
        if (trial?.Key is { } key)
            return Admit(context, new(OperatorAccess.Key, key));
        if (cookie.KeyOf(context.Request) is { } cookieKey)
            return Admit(context, new(OperatorAccess.Cookie, cookieKey));

        return trial is { } failed ? other => RefuseKey(other, failed) : RequireKey;
    }

    /// <summary>Why the request may read; null if <see cref="Refusal"/> did not run or did not let it in.</summary>
    public static OperatorProof? Proof(HttpContext context) => context.Features.Get<OperatorProof>();

    /// <summary>Refuses a request whose key was rejected: 401, or 429 while its address has to wait.</summary>
    public Task RefuseKey(HttpContext context, KeyCheckResult trial)
    {
        guard.Refuse(context, trial);
        if (trial.Wait <= TimeSpan.Zero)
            return Challenge(context, "This is no key of this server.");

        context.Response.Headers.RetryAfter = Math.Ceiling(trial.Wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return context.AnswerProblem(StatusCodes.Status429TooManyRequests, "Too many wrong keys", "Too many wrong keys came from this address. Try again when Retry-After has passed.");
    }

    public static Task AskForSetting(HttpContext context) => context.AnswerProblem(StatusCodes.Status403Forbidden, "Reading is closed",
        "In Development without an operator key, sessions can be read only on the server itself, as http://localhost and not through a proxy. Set Operator:ApiKey (environment variable Operator__ApiKey) and send it as Authorization: Bearer <key>.");

    private static Task RequireKey(HttpContext context) => Challenge(context, PresentedKey.Advice(context.Request) is { } advice ? $"{advice} {HowToSend}" : HowToSend);

    private static Task Challenge(HttpContext context, string detail)
    {
        context.Response.Headers.WWWAuthenticate = new(MayShowDialog(context.Request) ? [BearerChallenge, BasicChallenge] : [BearerChallenge]);
        return context.AnswerProblem(StatusCodes.Status401Unauthorized, "Operator key needed", detail);
    }

    private RequestDelegate? Admit(HttpContext context, OperatorProof proof)
    {
        if (proof.Key is { } key)
        {
            if ((key.Permissions & context.GetPermission()) == 0)
            {
                audit.RecordForbidden(context, key);
                return Forbid;
            }

            audit.Record(context, key);
        }

        context.Features.Set(proof);
        return null;
    }

    private static Task Forbid(HttpContext context) => context.AnswerProblem(StatusCodes.Status403Forbidden, "This key may only read",
        "The operation changes something and needs a key that allows control: Operator:ApiKey, or one of Operator:Keys whose Allows is read, control.");

    /// <summary>
    /// A Basic challenge makes a browser open its password dialog. That is right for navigations, such as opening the dashboard, and wrong for fetches.
    /// Browsers send Sec-Fetch-Mode except over plain http from another machine; there, a request that accepts HTML is taken for a navigation.
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
