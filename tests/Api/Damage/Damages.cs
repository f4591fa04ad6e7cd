namespace SessionGrains.Api.Tests;

/// <summary>What happens to bytes.</summary>
internal static class Damages
{
    /// <param name="ofAnotherKind">The bytes of a record of another kind.</param>
    public static IEnumerable<(string Name, Func<byte[], byte[]> Change)> All(byte[] ofAnotherKind) =>
    [
        ("garbage", static _ => Garbage(700)),
        ("cut off", static bytes => bytes[..(bytes.Length / 2)]),
        ("the last byte missing", static bytes => bytes[..^1]),
        ("empty", static _ => []),
        ("one byte", static _ => [7]),
        ("of another kind", _ => ofAnotherKind),
        ("a bit flipped", static bytes => [.. bytes[..^6], (byte)(bytes[^6] ^ 4), .. bytes[^5..]]),
        ("lengths of gigabytes", static bytes => [.. bytes[..Math.Min(12, bytes.Length)], .. Enumerable.Repeat((byte)0xff, 64)]),
        ("far too large", static _ => Garbage(9 << 20)),
    ];

    private static byte[] Garbage(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
