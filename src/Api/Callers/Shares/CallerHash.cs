using System.Security.Cryptography;

namespace SessionGrains.Api.Callers.Shares;

/// <summary>
/// Maps callers to cells with a key of this process, so that nobody can choose addresses that meet another's. Multilinear hashing: two addresses meet
/// with the probability of two random numbers, whatever they are.
/// </summary>
internal sealed class CallerHash(CallerAddresses addresses)
{
    private const int Words = 4;

    private readonly ulong[] _keys = [.. Enumerable.Range(0, Words + 1).Select(static _ => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))))];

    /// <summary>Ask once for a request: behind trusted proxies its headers are read.</summary>
    public AddressBuckets Of(HttpContext context) => Of(addresses.Of(context));

    public AddressBuckets Of(ClientAddress address) =>
        address.IsIPv6 ? new(Cell(address), Math.Max((ushort)1, Cell(address.Site))) : new(Cell(address), 0);

    private ushort Cell(ClientAddress address)
    {
        var (bits, keys) = (address.Bits, _keys);
        var sum = keys[Words];
        for (var word = 0; word < Words; word++)
            sum += keys[word] * (uint)(bits >> (32 * word));

        return (ushort)(sum >> 48);
    }
}
