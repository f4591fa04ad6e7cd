using System.Net;
using System.Net.Sockets;

namespace SessionGrains.Api.Callers;

/// <summary>The proxies of <see cref="ProxyOptions.Trusted"/>.</summary>
internal sealed class TrustedProxies
{
    /// <summary>The entry that trusts peers without an address: a unix socket.</summary>
    private const string UnixSocket = "unix";

    private readonly IPNetwork[] _networks;
    private readonly bool _trustsUnixSocket;

    public TrustedProxies(IOptions<ProxyOptions> options)
    {
        var entries = options.Value.Trusted;
        _networks = [.. entries.Where(static one => !IsUnixSocket(one)).Select(static one => TryRead(one, out var network) ? network : throw new FormatException(one))];
        _trustsUnixSocket = entries.Any(IsUnixSocket);
        IsEmpty = entries.Length == 0;
    }

    public bool IsEmpty { get; }

    public static bool IsEntry(string text) => IsUnixSocket(text) || TryRead(text, out _);

    /// <summary>Whether an entry is larger than any private network (10.0.0.0/8, fc00::/7): it would contain strangers.</summary>
    public static bool IsTooLarge(string text) =>
        !IsUnixSocket(text) && TryRead(text, out var network) && network.PrefixLength < (network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 8 : 7);

    /// <param name="peer">An address normalized by <see cref="AddressText.Plain"/>; null for a unix socket.</param>
    public bool Has(IPAddress? peer)
    {
        if (peer is null)
            return _trustsUnixSocket;

        foreach (var network in _networks)
        {
            if (network.Contains(peer))
                return true;
        }

        return false;
    }

    private static bool IsUnixSocket(string text) => text.Equals(UnixSocket, StringComparison.OrdinalIgnoreCase);

    /// <summary>A single address is parsed as the network that contains only it.</summary>
    private static bool TryRead(string text, out IPNetwork network)
    {
        network = default;
        if (!text.Contains('/', StringComparison.Ordinal))
        {
            if (!AddressText.TryRead(text, out var address))
                return false;

            network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
            return true;
        }

        // Bits after the prefix are a mistake in the address or in the length. IPv4-mapped networks are refused too, because callers are compared as IPv4.
        return IPNetwork.TryParse(text, out network)
            && AddressText.TryRead(text.AsSpan(0, text.IndexOf('/', StringComparison.Ordinal)), out var written) && written.Equals(network.BaseAddress);
    }
}
