namespace SessionGrains.Exports;

/// <summary>A receiver has not taken some sessions of a window, as far as is known; those before them have left.</summary>
/// <param name="message">Why, in words for an operator.</param>
/// <param name="cause">What went wrong.</param>
public sealed class FailedRequestException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The number of the first of the sessions.</summary>
    public required long First { get; init; }

    /// <summary>How many they are.</summary>
    public required int Count { get; init; }

    /// <summary>How long tries are to go on after the first one that failed; then the sessions become a dead letter.</summary>
    public required TimeSpan GiveUpAfter { get; init; }

    /// <summary>How long the receiver wants to be left alone; null: it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
