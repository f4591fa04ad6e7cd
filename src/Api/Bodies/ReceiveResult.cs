namespace SessionGrains.Api.Bodies;

/// <summary>The result of receiving a request's body.</summary>
internal enum ReceiveResult : byte
{
    /// <summary>The body is complete and decompressed.</summary>
    Complete = 0,

    /// <summary>More bytes than <see cref="BodyLimits"/> allow, after decompression: 413.</summary>
    TooLarge = 1,

    /// <summary>Content-Encoding is neither gzip nor br: 415.</summary>
    UnknownEncoding = 2,

    /// <summary>Not complete after <see cref="BodyLimits.ReceiveTimeout"/>: 408.</summary>
    TooSlow = 3,

    /// <summary>Contradicts its Content-Encoding, Content-Length or chunks: 400.</summary>
    Broken = 4,

    /// <summary>More than <see cref="BodyLimits.CompressionRatio"/> times its compressed size, and over <see cref="BodyLimits.ObjectBytes"/>: 413.</summary>
    TooDense = 5,

    /// <summary>Too many bodies are being received, or too many bytes are held: 503.</summary>
    Overloaded = 6,

    /// <summary>The caller's address holds its share of the bodies or of the bytes: 429.</summary>
    RateLimited = 7,
}
