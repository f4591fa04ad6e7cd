using System.IO.Compression;

namespace SessionGrains.Abuse.Tests;

/// <summary>Bodies as compressed as they go.</summary>
internal static class Coding
{
    public const string Brotli = "br";

    public const string Gzip = "gzip";

    public static byte[] ToBrotli(string text) => ToBrotli(EventText.Utf8(text));

    public static byte[] ToBrotli(byte[] plain)
    {
        var coded = new byte[BrotliEncoder.GetMaxCompressedLength(plain.Length)];
        Assert.True(BrotliEncoder.TryCompress(plain, coded, out var length, quality: 9, window: 22));
        return coded[..length];
    }

    public static byte[] ToGzip(byte[] plain)
    {
        using var coded = new MemoryStream();
        using (var gzip = new GZipStream(coded, CompressionLevel.SmallestSize))
            gzip.Write(plain);
        return coded.ToArray();
    }
}
