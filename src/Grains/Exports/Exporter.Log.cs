namespace SessionGrains.Exports;

/// <summary>
/// What it logs, in one file: of a class in several files the generator of these methods writes them in another order at each build, and a release would not be reproducible.
/// </summary>
internal sealed partial class Exporter
{
    [LoggerMessage(1061, LogLevel.Warning, "Exporting to {Sink} failed ({Type}: {Reason}); trying again in {Seconds:0.0} s. Sessions wait in the report log.")]
    private partial void LogFailed(string sink, string type, string reason, double seconds);

    [LoggerMessage(1062, LogLevel.Information, "Another process exports to {Sink}; this one ends.")]
    private partial void LogOther(string sink);

    [LoggerMessage(1064, LogLevel.Warning, "The sink {Sink} wants no more sessions and is paused: {Reason}")]
    private partial void LogGone(string sink, string reason);

    [LoggerMessage(1065, LogLevel.Information, "This process exports to {Sink}.")]
    private partial void LogBegun(string sink);

    [LoggerMessage(1066, LogLevel.Error, "The sink {Sink} has not taken the sessions {First} to {Last} for so long that they are a dead letter now, which POST /api/v1/exports/{Sink}/resend sends again: {Reason}")]
    private partial void LogGivenUp(string sink, long first, long last, string reason);

    [LoggerMessage(1067, LogLevel.Information, "The sink {Sink} has taken a dead letter of {Count} sessions, of which {First} is the first.")]
    private partial void LogResent(string sink, long first, int count);

    [LoggerMessage(1068, LogLevel.Error, "{Count} dead letters of the sink {Sink} have expired in the report log: their sessions are missing there.")]
    private partial void LogExpired(string sink, int count);

    [LoggerMessage(1069, LogLevel.Information, "The sink {Sink} is rewound: it takes back session {Number} and all after it, which leave again from {Cursor} on.")]
    private partial void LogRewinds(string sink, long number, string cursor);
}
