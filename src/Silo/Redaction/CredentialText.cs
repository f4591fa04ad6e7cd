using System.Text.RegularExpressions;

namespace SessionGrains.Silo.Redaction;

/// <summary>
/// Finds in text what somebody sent to be let in or to find a viewer by, and puts <c>(left out)</c> in its place: what stands behind <c>Bearer</c> and
/// <c>Basic</c>, the operators' cookie, and the query of an address, in which visitor ids stand, and keys that their owner sent the wrong way. ASP.NET tells
/// each of them at the levels of debugging.
/// </summary>
internal static partial class CredentialText
{
    /// <summary>The text is the same object when there was nothing.</summary>
    public static string Redact(string text) => Sent().Replace(text, "$1$2(left out)");

    /// <summary>Each alternative begins with what it cannot contain again, so the time is linear whatever strangers wrote.</summary>
    [GeneratedRegex("""(\b(?:Bearer|Basic) +|session-grains-operator=)[^\s'";]+|((?<=[\w/.~%-])\?|^\?)[^\s'"]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Sent();
}
