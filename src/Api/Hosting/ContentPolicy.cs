namespace SessionGrains.Api.Hosting;

/// <summary>A Content-Security-Policy, as endpoint metadata. None: <see cref="Nothing"/>.</summary>
internal sealed record ContentPolicy(string Text)
{
    /// <summary>No page may frame it, and nothing in it may send a form or change where its links lead.</summary>
    private const string Always = "; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Of what is no document.</summary>
    public static ContentPolicy Nothing { get; } = new("default-src 'none'; frame-ancestors 'none'");

    /// <summary>Of the live page: nothing but our own files, and no text becomes markup, because names come from players and anybody can be a player.</summary>
    public static ContentPolicy LivePage { get; } = new("default-src 'self'" + Always + "; require-trusted-types-for 'script'; trusted-types 'none'");

    /// <summary>Of Orleans' dashboard: its own files; its icons are in its style sheets.</summary>
    public static ContentPolicy Dashboard { get; } = new("default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:" + Always);

    /// <summary>
    /// Of the reference at /docs: its own files and the one script in its page, which has the nonce. Its styles are made by its scripts. What it is asked to try
    /// goes to this server alone.
    /// </summary>
    public static string Reference(string nonce) =>
        $"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:" + Always;
}
