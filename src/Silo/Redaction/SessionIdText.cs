using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace SessionGrains.Silo.Redaction;

/// <summary>
/// Replaces session ids in text by a tag: <c>session#</c> and eight hexadecimal digits, the same in every process, so that log lines about one session can be correlated. The tag
/// is the beginning of a SHA-256 and cannot be reversed: an id has 256 random bits, or is a SHA-256 itself.
/// </summary>
internal static class SessionIdText
{
    /// <summary>Digits of an id. A longer run of digits is not an id, but may contain one.</summary>
    private const int Digits = 64;

    private const string TagPrefix = "session#";

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Whether something was replaced; <paramref name="redacted"/> is null when not.</summary>
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
            result.Append(text, copied, run.Start.Value - copied).Append(TagPrefix).Append(TagOf(text.AsSpan(run)));
            copied = run.End.Value;
        }

        redacted = result?.Append(text, copied, text.Length - copied).ToString();
        return redacted is not null;
    }

    public static string Redact(string text) => TryRedact(text, out var redacted) ? redacted : text;

    /// <summary>
    /// Finds the next run of at least 64 digits. Checks only every 64th character and searches backwards for the beginning of the run where that is a digit, so text
    /// without an id costs almost nothing.
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

    /// <summary>Hashes the digits in lower case, so that both spellings of an id have the same tag.</summary>
    private static string TagOf(ReadOnlySpan<char> digits)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes(digits.ToString().ToLowerInvariant()), hash);
        return Convert.ToHexStringLower(hash[..4]);
    }
}
