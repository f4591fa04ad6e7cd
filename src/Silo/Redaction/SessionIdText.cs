using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace SessionGrains.Silo.Redaction;

/// <summary>
/// Finds session ids in text and puts a tag in their place: <c>session#</c> and eight hexadecimal digits, the same in every process, so that lines about one
/// session can be brought together. The tag is the beginning of a SHA-256 and does not lead back: an id is 256 random bits, or itself a SHA-256.
/// </summary>
internal static class SessionIdText
{
    /// <summary>An id has 64 digits. A longer run is none, but may hold one.</summary>
    private const int Digits = 64;

    private const string Mark = "session#";

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Whether something was replaced; the text is the same object when not.</summary>
    public static bool TryRedact(string text, [NotNullWhen(true)] out string? redacted)
    {
        redacted = null;
        if (text.Length < Digits)
            return false;

        StringBuilder? result = null;
        var copied = 0;
        for (var start = 0; TryFindRun(text, start, out var run); start = run.End.Value)
        {
            result ??= new StringBuilder(text.Length);
            result.Append(text, copied, run.Start.Value - copied).Append(Mark).Append(TagOf(text.AsSpan(run)));
            copied = run.End.Value;
        }

        redacted = result?.Append(text, copied, text.Length - copied).ToString();
        return redacted is not null;
    }

    public static string Redact(string text) => TryRedact(text, out var redacted) ? redacted : text;

    /// <summary>
    /// The next run of at least 64 digits. It looks at every 64th character and goes back to where the run begins only where that is a digit, so that
    /// a text without an id costs next to nothing.
    /// </summary>
    private static bool TryFindRun(string text, int start, out Range run)
    {
        for (var probe = start + Digits - 1; probe < text.Length;)
        {
            if (!Hexadecimal.Contains(text[probe]))
            {
                probe += Digits;
                continue;
            }

            var before = text.AsSpan(start, probe - start).LastIndexOfAnyExcept(Hexadecimal);
            var first = start + before + 1;
            var length = text.AsSpan(first).IndexOfAnyExcept(Hexadecimal);
            var end = length < 0 ? text.Length : first + length;
            if (end - first >= Digits)
            {
                run = first..end;
                return true;
            }

            probe = end + Digits;
        }

        run = default;
        return false;
    }

    /// <summary>Of the digits in lower case, as ids are written: another way to write one has the same tag.</summary>
    private static string TagOf(ReadOnlySpan<char> digits)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes(digits.ToString().ToLowerInvariant()), hash);
        return Convert.ToHexStringLower(hash[..4]);
    }
}
