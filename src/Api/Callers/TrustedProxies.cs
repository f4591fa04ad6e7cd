using System.Net;
using Microsoft.Extensions.Options;

namespace SessionGrains.Api.Callers;

/// <summary>The proxies of <see cref="ProxyOptions.Trusted"/>.</summary>
internal sealed class TrustedProxies
{
    /// <summary>Stands for a peer without an address: a socket file.</summary>
    private const string SocketFile = "unix";

    private readonly IPNetwork[] _networks;
    private readonly bool _trustsSocketFiles;

    public TrustedProxies(IOptions<ProxyOptions> options)
    {
        var entries = options.Value.Trusted;
        _networks = [.. entries.Where(static one => !IsSocketFile(one)).Select(static one => TryRead(one, out var network) ? network : throw new FormatException(one))];
        _trustsSocketFiles = entries.Any(IsSocketFile);
        IsEmpty = entries.Length == 0;
    }

    public bool IsEmpty { get; }

    /// <summary>Whether the setting may have this entry.</summary>
    public static bool IsEntry(string text) => IsSocketFile(text) || TryRead(text, out _);

    /// <param name="peer">An address as <see cref="AddressText.Plain"/> makes them; null: there is none, as with a socket file.</param>
    public bool Has(IPAddress? peer)
    {
        if (peer is null)
            return _trustsSocketFiles;

        foreach (var network in _networks)
        {
            if (network.Contains(peer))
                return true;
        }

        return false;
    }

    private static bool IsSocketFile(string text) => text.Equals(SocketFile, StringComparison.OrdinalIgnoreCase);

    /// <summary>An address is the network of itself alone.</summary>
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

        // Bits after the prefix are a mistake about one or the other. IPv4 within IPv6 is compared as IPv4, so that a network of such is refused too.
        return IPNetwork.TryParse(text, out network)
            && AddressText.TryRead(text.AsSpan(0, text.IndexOf('/', StringComparison.Ordinal)), out var written) && written.Equals(network.BaseAddress);
    }
}
