namespace SessionGrains.Api.Bodies;

/// <summary>The limits of a request's body (docs/protocol.md#7-limits).</summary>
internal static class BodyLimits
{
    /// <summary>Bytes of a body that is not an array, after decompression. More is 413.</summary>
    public const int ObjectBytes = 64 * 1024;

    /// <summary>Bytes of a body that is an array, after decompression. More is 413.</summary>
    public const int ArrayBytes = 1024 * 1024;

    /// <summary>Bytes by which a compressed body may exceed <see cref="ArrayBytes"/>, because incompressible bytes grow a little.</summary>
    public const int CompressionOverhead = 4 * 1024;

    /// <summary>A body over <see cref="ObjectBytes"/> may have at most this many times its compressed size, else 413. Real arrays of pings reach 180.</summary>
    public const int CompressionRatio = 250;

    /// <summary>Time for a body to arrive after its headers. Longer is 408.</summary>
    public static readonly TimeSpan ReceiveTimeout = TimeSpan.FromSeconds(5);
}
