using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace SessionGrains.Api.Callers;

/// <summary>
/// The address that a caller counts as, in 16 bytes, so that tables of them have a fixed size. IPv4 counts in full, IPv6 by its first 64 bits, because a
/// household or machine has all addresses below. All callers without an address (an untrusted unix socket) count as one, <see cref="None"/>.
/// </summary>
internal readonly record struct ClientAddress
{
    /// <summary>No address. No caller has this value: IPv4 is stored as IPv4-mapped IPv6, and nobody calls from ::.</summary>
    public static readonly ClientAddress None;

    private static readonly UInt128 Mapped = (UInt128)0xFFFF << 32;

    private readonly UInt128 _bits;

    private ClientAddress(UInt128 bits) => _bits = bits;

    public UInt128 Bits => _bits;

    public bool IsIPv6 => _bits >> 32 != Mapped >> 32 && _bits != 0;

    /// <summary>The /48 of an IPv6 caller, which one customer of a provider may have as a whole. For IPv4 the address itself.</summary>
    public ClientAddress Site => IsIPv6 ? new(Cut(_bits, 48)) : this;

    public static ClientAddress Of(IPAddress? address)
    {
        if (address is null)
            return None;

        Span<byte> bytes = stackalloc byte[16];
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            address.TryWriteBytes(bytes, out _);
            return new(Mapped | BinaryPrimitives.ReadUInt32BigEndian(bytes));
        }

        address.TryWriteBytes(bytes, out _);
        var bits = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return new(bits >> 32 == Mapped >> 32 ? bits : Cut(bits, 64));
    }

    /// <summary>The form for logs: <c>192.0.2.1</c>, <c>2001:db8::/64</c>.</summary>
    public override string ToString()
    {
        if (this == None)
            return "none";

        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _bits);
        return IsIPv6 ? $"{new IPAddress(bytes)}/64" : new IPAddress(bytes[12..]).ToString();
    }

    private static UInt128 Cut(UInt128 bits, int prefix) => bits >> (128 - prefix) << (128 - prefix);
}
