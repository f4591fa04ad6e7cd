namespace SessionGrains.Api.Bodies;

/// <summary>What became of reading a request's body.</summary>
internal enum ReceiveResult : byte
{
    /// <summary>All of it is here, decompressed.</summary>
    Complete = 0,

    /// <summary>More bytes than the limit once decompressed: 413.</summary>
    TooLarge = 1,

    /// <summary>A Content-Encoding that is neither gzip nor br: 415.</summary>
    UnknownEncoding = 2,

    /// <summary>Not there after <see cref="BodyLimits.ReceiveTimeout"/>: 408.</summary>
    TooSlow = 3,

    /// <summary>Not what its Content-Encoding or its chunks promise: 400.</summary>
    Broken = 4,

    /// <summary>More than <see cref="ContentCodings.MostRatio"/> times what was sent, and more than an object may have: 413.</summary>
    TooDense = 5,

    /// <summary>Too many bodies are on their way, or too many bytes are held: 503.</summary>
    Overloaded = 6,

    /// <summary>The caller's address has its share of the bodies or of the bytes: 429.</summary>
    RateLimited = 7,
}
