using System.IO.Compression;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Primitives;
using SessionGrains.Api.Callers.Shares;
using SessionGrains.Api.Limits;

namespace SessionGrains.Api.Bodies;

/// <summary>The content codings that a request may use: gzip, br, or none (decisions.md section 2).</summary>
internal enum ContentCoding : byte
{
    Identity = 0,
    Gzip = 1,
    Brotli = 2,
}

/// <summary>Reads Content-Encoding and what it encodes.</summary>
internal static class ContentCodings
{
    /// <summary>What we say in Accept-Encoding beside a 415 (RFC 9110 section 15.5.16).</summary>
    public const string Accepted = "gzip, br, identity";

    /// <summary>A body over <see cref="BodyBuffer.ObjectLimit"/> may be so many times as long as it was when compressed. Honest arrays of pings reach 180.</summary>
    public const int MostRatio = 250;

    public static bool TryParse(StringValues header, out ContentCoding coding)
    {
        coding = ContentCoding.Identity;
        if (header.Count == 0)
            return true;

        var name = header.ToString().AsSpan().Trim();
        if (name.IsEmpty || Is(name, "identity"))
            return true;

        coding = Is(name, "br") ? ContentCoding.Brotli : ContentCoding.Gzip;
        return coding == ContentCoding.Brotli || Is(name, "gzip") || Is(name, "x-gzip");

        static bool Is(ReadOnlySpan<char> name, string coding) => name.Equals(coding, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// Decompresses as far as the limits allow: a bomb costs at most <see cref="MostRatio"/> times what was sent, or what an object may have, and never
    /// more than <see cref="BodyBuffer.ArrayLimit"/> (decisions.md section 2).
    /// </summary>
    public static ReceivedBody Decompress(ContentCoding coding, ReadOnlyMemory<byte> compressed, ReceivingLimiter limiter, AddressBuckets caller)
    {
        var most = (int)Math.Clamp((long)compressed.Length * MostRatio, BodyBuffer.ObjectLimit, BodyBuffer.ArrayLimit);
        var target = new BodyBuffer();
        var counted = new BodyAllowance(limiter, caller);
        try
        {
            using var source = AsStream(compressed);
            using Stream decoder = coding == ContentCoding.Gzip
                ? new GZipStream(source, CompressionMode.Decompress)
                : new BrotliStream(source, CompressionMode.Decompress);
            while (decoder.Read(UpTo(target.Free(), most + 1 - target.Length)) is var count and > 0)
            {
                target.Advance(count);
                if (target.IsOverLimit)
                    return new ReceivedBody(ReceiveResult.TooLarge);
                if (target.Length > most)
                    return new ReceivedBody(ReceiveResult.TooDense);
                if (target.Length > BodyAllowance.Free && counted.TryGrowTo(target.Capacity) is var taken and not LimitResult.Allowed)
                    return new ReceivedBody(taken);
            }

            return target.Detach(counted.Detach());
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            return new ReceivedBody(ReceiveResult.Broken);
        }
        finally
        {
            target.Return();
            counted.Return();
        }
    }

    private static Span<byte> UpTo(Span<byte> free, int most) => free.Length > most ? free[..most] : free;

    private static MemoryStream AsStream(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);
}
