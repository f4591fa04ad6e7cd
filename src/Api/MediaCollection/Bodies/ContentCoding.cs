using System.IO.Compression;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Primitives;

namespace SessionGrains.Api.MediaCollection.Bodies;

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

    /// <summary>Decompresses as far as the limits allow: a bomb costs at most <see cref="GrowingBuffer.ArrayLimit"/> and a little.</summary>
    public static ReceivedBody Decompress(ContentCoding coding, ReadOnlyMemory<byte> compressed)
    {
        var target = new GrowingBuffer(compressed.Length * 4);
        try
        {
            using var source = AsStream(compressed);
            using Stream decoder = coding == ContentCoding.Gzip
                ? new GZipStream(source, CompressionMode.Decompress)
                : new BrotliStream(source, CompressionMode.Decompress);
            while (decoder.Read(target.Free()) is var count and > 0)
            {
                target.Advance(count);
                if (target.IsOverLimit)
                    return new ReceivedBody(Reception.TooLarge);
            }

            return target.Detach();
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            return new ReceivedBody(Reception.Broken);
        }
        finally
        {
            target.Return();
        }
    }

    private static MemoryStream AsStream(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);
}
