namespace SessionGrains.Players;

/// <summary>The server's answer to a request.</summary>
/// <param name="Code">The status code; 0 when no answer came.</param>
/// <param name="Location">The header of that name.</param>
/// <param name="Text">The body of an answer other than 201 and 204, or why no answer came; null for others.</param>
internal readonly record struct Answer(int Code, string? Location = null, string? Text = null)
{
    public const int None = 0;

    public bool IsSuccess => Succeeds(Code);

    /// <summary>The server may have applied the request and may not.</summary>
    public bool IsUncertain => Code is None or >= 500;

    /// <summary>The answer has the header Retry-After.</summary>
    public bool SaysWhenAgain { get; init; }

    /// <summary>From sending to the answer.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>2xx, except for 207: an event was not taken.</summary>
    public static bool Succeeds(int code) => code is >= 200 and < 300 and not 207;
}
