namespace SessionGrains.Viewers.Crowd;

/// <summary>What came back from the server.</summary>
/// <param name="Code">The status code; 0 when no answer came.</param>
/// <param name="Location">The header of that name.</param>
/// <param name="Text">The body, or why no answer came; null where it doesn't matter.</param>
internal readonly record struct Answer(int Code, string? Location = null, string? Text = null)
{
    public const int None = 0;

    public bool IsSuccess => Code is >= 200 and < 300;

    /// <summary>The server may have done it and may not.</summary>
    public bool IsUncertain => Code is None or >= 500;
}
