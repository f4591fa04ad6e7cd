using System.Text.RegularExpressions;

namespace SessionGrains.Silo.Redaction;

/// <summary>
/// Replaces credentials and personal data in text by <c>(left out)</c>: what follows <c>Bearer</c> or <c>Basic</c>, the operators' cookie, and the query of a URL, which may
/// contain visitor ids or misplaced keys. ASP.NET logs all of these at its debug levels.
/// </summary>
internal static partial class CredentialText
{
    /// <summary>Returns the same object when there was nothing to replace.</summary>
    public static string Redact(string text) => Credential().Replace(text, "$1$2(left out)");

    /// <summary>Each alternative begins with something that it cannot contain again, so matching is linear for any text.</summary>
    [GeneratedRegex("""(\b(?:Bearer|Basic) +|session-grains-operator=)[^\s'";]+|((?<=[\w/.~%-])\?|^\?)[^\s'"]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Credential();
}
