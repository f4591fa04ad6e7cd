using System.Security.Cryptography;

namespace SessionGrains.Api.Callers.Shares;

/// <summary>
/// Hashes callers to buckets with a random key per process, so that nobody can choose addresses that collide with another's. Multilinear hashing: any two
/// addresses collide with the probability of two random numbers.
/// </summary>
internal sealed class CallerHash(CallerAddresses addresses)
{
    private const int Words = 4;

    private readonly ulong[] _keys = [.. Enumerable.Range(0, Words + 1).Select(static _ => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))))];

    /// <summary>Call once per request: behind trusted proxies it parses headers.</summary>
    public AddressBuckets Of(HttpContext context) => Of(addresses.Of(context));

    public AddressBuckets Of(ClientAddress address) =>
        address.IsIPv6 ? new(Bucket(address), Math.Max((ushort)1, Bucket(address.Site))) : new(Bucket(address), 0);

    private ushort Bucket(ClientAddress address)
    {
        var (bits, keys) = (address.Bits, _keys);
        var sum = keys[Words];
        for (var word = 0; word < Words; word++)
            sum += keys[word] * (uint)(bits >> (32 * word));

        return (ushort)(sum >> 48);
    }
}
