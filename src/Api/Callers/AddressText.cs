using System.Net;
using System.Net.Sockets;

namespace SessionGrains.Api.Callers;

/// <summary>Parses IP addresses in headers and settings.</summary>
internal static class AddressText
{
    /// <summary>Characters of the longest address with brackets, zone and port.</summary>
    private const int Longest = 80;

    /// <summary>Maps IPv4-mapped IPv6 to IPv4 and drops the zone, so that one caller has one address.</summary>
    public static IPAddress Plain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();

        return address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0 ? new IPAddress(address.GetAddressBytes()) : address;
    }

    /// <summary>
    /// Parses <c>192.0.2.1</c> or <c>2001:db8::1</c>, nothing else: .NET also accepts <c>1</c>, <c>0x7f.1</c> and octal numbers, which other programs read as
    /// another address or as none.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<char> text, out IPAddress address)
    {
        address = IPAddress.None;
        if (text.Length is 0 or > Longest || text[0] == '[' || !IPAddress.TryParse(text, out var parsed))
            return false;

        Span<char> written = stackalloc char[Longest];
        if (parsed.AddressFamily == AddressFamily.InterNetwork && !(parsed.TryFormat(written, out var length) && text.SequenceEqual(written[..length])))
            return false;

        address = Plain(parsed);
        return true;
    }

    /// <summary>Like <see cref="TryRead"/>, and also with a port or with IPv6 in brackets, as some proxies write it.</summary>
    public static bool TryReadEntry(ReadOnlySpan<char> text, out IPAddress address)
    {
        text = text.Trim();
        if (text.Length > 0 && text[0] == '[')
        {
            var close = text.IndexOf(']');
            address = IPAddress.None;
            return close > 0 && IsPort(text[(close + 1)..]) && text[1..close].Contains(':') && TryRead(text[1..close], out address);
        }

        var colon = text.IndexOf(':');
        return colon > 0 && colon == text.LastIndexOf(':') && IsPort(text[colon..]) ? TryRead(text[..colon], out address) : TryRead(text, out address);
    }

    private static bool IsPort(ReadOnlySpan<char> text) =>
        text.IsEmpty || (text[0] == ':' && text.Length is > 1 and <= 6 && !text[1..].ContainsAnyExceptInRange('0', '9'));
}
