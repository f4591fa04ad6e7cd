namespace SessionGrains.Api.Hosting;

/// <summary>A Content-Security-Policy, as endpoint metadata. Endpoints without one get <see cref="Default"/>.</summary>
internal sealed record ContentPolicy(string Text)
{
    /// <summary>No framing, no forms, no base element.</summary>
    private const string Common = "; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>For responses that are not documents.</summary>
    public static ContentPolicy Default { get; } = new("default-src 'none'; frame-ancestors 'none'");

    /// <summary>The live page: only its own files, and no text becomes markup, because names come from players and anybody can be a player.</summary>
    public static ContentPolicy LivePage { get; } = new("default-src 'self'" + Common + "; require-trusted-types-for 'script'; trusted-types 'none'");

    /// <summary>Orleans' dashboard: its own files; icons are inlined in its style sheets.</summary>
    public static ContentPolicy Dashboard { get; } = new("default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:" + Common);

    /// <summary>The API reference at /docs: its own files and the inline script with the nonce. Its scripts create styles. Requests that it tries go to this server only.</summary>
    public static string Reference(string nonce) =>
        $"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:" + Common;
}
