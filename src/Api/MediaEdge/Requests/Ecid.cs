using System.Security.Cryptography;

namespace SessionGrains.Api.MediaEdge.Requests;

/// <summary>Experience Cloud ids: 38 digits for a visitor. Clients without one get one made here and keep it.</summary>
internal static class Ecid
{
    private const int Digits = 38;

    /// <summary>The first bytes of the state in which web clients keep it, a protocol buffer: field 1, a text of 38 bytes.</summary>
    private static readonly byte[] Head = [0x0A, Digits];

    public static string Create() => RandomNumberGenerator.GetString("0123456789", Digits);

    public static string ToState(string ecid) => Convert.ToBase64String([.. Head, .. Encoding.ASCII.GetBytes(ecid)]);

    /// <summary>The id in the state of a client, of this server or another; null if there is none.</summary>
    public static string? FromState(string state)
    {
        var bytes = new byte[state.Length];
        var padded = state.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        padded += new string('=', (4 - (padded.Length % 4)) % 4);
        if (!Convert.TryFromBase64String(padded, bytes, out var length) || length < Head.Length + Digits || !bytes.AsSpan(0, Head.Length).SequenceEqual(Head))
        {
            return null;
        }

        var digits = bytes.AsSpan(Head.Length, Digits);
        return digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') ? null : Encoding.ASCII.GetString(digits);
    }
}
