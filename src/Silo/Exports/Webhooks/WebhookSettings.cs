using SessionGrains.Exports;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Exports.Webhooks;

/// <summary>The settings of a webhook, checked.</summary>
/// <param name="Sink">The sink's name.</param>
/// <param name="Url">Where requests go. It may hold a token, so messages name only its server.</param>
/// <param name="Signer">Has the secrets.</param>
/// <param name="MaxBatch">Most sessions of a request.</param>
/// <param name="Timeout">For a whole request.</param>
/// <param name="GiveUpAfter">How long a request is tried after it has failed.</param>
internal sealed record WebhookSettings(string Sink, Uri Url, WebhookSigner Signer, int MaxBatch, TimeSpan Timeout, TimeSpan GiveUpAfter)
{
    private const int MostSessions = 1000;
    private const string SecretForm = $"{WebhookSigner.Prefix} and 24 to 64 random bytes in base64, such as the output of: echo {WebhookSigner.Prefix}$(openssl rand -base64 32)";

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LeastPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MostPatience = TimeSpan.FromDays(30);

    /// <exception cref="StartRefusedException">A setting is missing or wrong; the message has no secret.</exception>
    public static WebhookSettings Of(string sink, WebhookSinkOptions options)
    {
        var section = $"{ExportOptions.Sinks}:{sink}";
        var key = KeyOf(options.Secret);
        var previous = KeyOf(options.PreviousSecret);
        var wrong = options.Url.Length == 0 ? $"{section}:{nameof(options.Url)} is missing: set it to the address that takes the sessions, such as https://example.com/sessions."
            : UrlOf(options.Url) is null ? $"{section}:{nameof(options.Url)} is not an absolute http or https address without user name and password, such as https://example.com/sessions."
            : options.Secret.Length == 0 ? $"{section}:{nameof(options.Secret)} is missing: set it to {SecretForm}."
            : key is null ? $"{section}:{nameof(options.Secret)} cannot be read: set it to {SecretForm}."
            : options.PreviousSecret.Length > 0 && previous is null ? $"{section}:{nameof(options.PreviousSecret)} cannot be read: remove it, or set it to {SecretForm}."
            : options.MaxBatch is < 1 or > MostSessions ? $"{section}:{nameof(options.MaxBatch)} is {options.MaxBatch}: it must be from 1 to {MostSessions}."
            : options.Timeout < Shortest || options.Timeout > Longest ? $"{section}:{nameof(options.Timeout)} is {options.Timeout}: it must be from {Shortest} to {Longest} (hours:minutes:seconds)."
            : options.GiveUpAfter < LeastPatience || options.GiveUpAfter > MostPatience ? $"{section}:{nameof(options.GiveUpAfter)} is {options.GiveUpAfter}: it must be from {LeastPatience} to {MostPatience} (days.hours:minutes:seconds)."
            : null;
        return wrong is null
            ? new(sink, UrlOf(options.Url)!, new(previous is null ? [key!] : [key!, previous]), options.MaxBatch, options.Timeout, options.GiveUpAfter)
            : throw new StartRefusedException(wrong);
    }

    private static byte[]? KeyOf(string secret) => WebhookSigner.TryReadKey(secret, out var key) ? key : null;

    private static Uri? UrlOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) && url.UserInfo.Length == 0 ? url : null;
}
