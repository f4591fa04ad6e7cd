namespace SessionGrains.Players;

/// <summary>The server's answer to a request.</summary>
/// <param name="Code">The status code; 0 when no answer came.</param>
/// <param name="Location">The header of that name.</param>
/// <param name="Text">The body of a read and of an error, or why no answer came; null for others.</param>
internal readonly record struct Answer(int Code, string? Location = null, string? Text = null)
{
    public const int None = 0;

    public bool IsSuccess => Code is >= 200 and < 300;

    /// <summary>The server may have applied the request and may not.</summary>
    public bool IsUncertain => Code is None or >= 500;

    /// <summary>The answer has the header Retry-After.</summary>
    public bool SaysWhenAgain { get; init; }

    /// <summary>From sending to the answer.</summary>
    public TimeSpan Took { get; init; }
}
