using System.IO.Compression;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Primitives;
using SessionGrains.Api.Callers.Shares;
using SessionGrains.Api.Limits;

namespace SessionGrains.Api.Bodies;

/// <summary>The content codings that a request may use (docs/protocol.md#2-reading-a-request).</summary>
internal enum ContentCoding : byte
{
    Identity = 0,
    Gzip = 1,
    Brotli = 2,
}

/// <summary>Parses Content-Encoding and decompresses bodies.</summary>
internal static class ContentCodings
{
    /// <summary>Accept-Encoding of a 415 response (RFC 9110, 15.5.16).</summary>
    public const string Accepted = "gzip, br, identity";

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

    /// <summary>Decompresses within <see cref="BodyLimits"/>: a compression bomb costs at most <see cref="BodyLimits.ArrayBytes"/>.</summary>
    public static ReceivedBody Decompress(ContentCoding coding, ReadOnlyMemory<byte> compressed, ReceivingLimiter limiter, AddressBuckets caller)
    {
        var maxBytes = (int)Math.Clamp((long)compressed.Length * BodyLimits.CompressionRatio, BodyLimits.ObjectBytes, BodyLimits.ArrayBytes);
        var target = new BodyBuffer();
        var allowance = new BodyAllowance(limiter, caller);
        try
        {
            using var source = AsStream(compressed);
            using Stream decoder = coding == ContentCoding.Gzip
                ? new GZipStream(source, CompressionMode.Decompress)
                : new BrotliStream(source, CompressionMode.Decompress);
            while (decoder.Read(UpTo(target.Free(), maxBytes + 1 - target.Length)) is var count and > 0)
            {
                target.Advance(count);
                if (target.IsOverLimit)
                    return new ReceivedBody(ReceiveResult.TooLarge);
                if (target.Length > maxBytes)
                    return new ReceivedBody(ReceiveResult.TooDense);
                if (target.Length > BodyAllowance.UncountedBytes && allowance.TryGrowTo(target.Capacity) is var taken and not LimitResult.Allowed)
                    return new ReceivedBody(taken);
            }

            return target.Detach(allowance.Detach());
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            return new ReceivedBody(ReceiveResult.Broken);
        }
        finally
        {
            target.Return();
            allowance.Return();
        }
    }

    private static Span<byte> UpTo(Span<byte> free, int maxBytes) => free.Length > maxBytes ? free[..maxBytes] : free;

    private static MemoryStream AsStream(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);
}
