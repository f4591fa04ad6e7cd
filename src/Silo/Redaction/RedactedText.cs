using System.Diagnostics.CodeAnalysis;

namespace SessionGrains.Silo.Redaction;

/// <summary>Text as logs may have it: without session ids (<see cref="SessionIdText"/>) and without what lets somebody in (<see cref="CredentialText"/>).</summary>
internal static class RedactedText
{
    /// <summary>The text is the same object when nothing was replaced.</summary>
    public static string Of(string text) => CredentialText.Redact(SessionIdText.Redact(text));

    /// <summary>Whether something was replaced.</summary>
    public static bool TryRedact(string text, [NotNullWhen(true)] out string? redacted)
    {
        var clean = Of(text);
        redacted = ReferenceEquals(clean, text) ? null : clean;
        return redacted is not null;
    }
}
