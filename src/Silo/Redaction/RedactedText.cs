using System.Diagnostics.CodeAnalysis;

namespace SessionGrains.Silo.Redaction;

/// <summary>Redacts text for logs: session ids (<see cref="SessionIdText"/>) and credentials (<see cref="CredentialText"/>).</summary>
internal static class RedactedText
{
    /// <summary>Returns the same object when nothing was replaced.</summary>
    public static string Of(string text) => CredentialText.Redact(SessionIdText.Redact(text));

    public static bool TryRedact(string text, [NotNullWhen(true)] out string? redacted)
    {
        var clean = Of(text);
        redacted = ReferenceEquals(clean, text) ? null : clean;
        return redacted is not null;
    }
}
