namespace SessionGrains.Exports;

/// <summary>What is stored of an exporter.</summary>
[GenerateSerializer, Immutable, Alias("sg.export-record")]
public sealed record ExportRecord
{
    /// <summary>The cursor of the report log up to which everything has left; null: nothing has.</summary>
    [Id(0)] public string? Cursor { get; init; }

    /// <summary>Sessions that have left, and so the number of the last one.</summary>
    [Id(1)] public long Sessions { get; init; }

    /// <summary>The window that is leaving, or was when the exporter ended; null for none.</summary>
    [Id(2)] public ExportClaim? Claim { get; init; }

    /// <summary>Counts the claims and the takeovers of claims.</summary>
    [Id(3)] public long Epoch { get; init; }

    /// <summary>Whether an operator stopped it, or the sink wants nothing more.</summary>
    [Id(4)] public bool IsPaused { get; init; }

    /// <summary>When the last window had left, server clock, ms since 1970-01-01 UTC; 0: none has.</summary>
    [Id(5)] public long ExportedAtMs { get; init; }

    /// <summary>Why it was paused last, in words for an operator; null: it never was, or an older version paused it.</summary>
    [Id(6)] public string? PauseReason { get; init; }

    /// <summary>When that was, server clock, ms since 1970-01-01 UTC; 0: never.</summary>
    [Id(7)] public long PausedAtMs { get; init; }

    /// <summary>Where the sink is to go back to before anything more leaves; null: nowhere. There is no claim then.</summary>
    [Id(8)] public ExportRewind? Rewind { get; init; }

    /// <summary>How often it was rewound.</summary>
    [Id(9)] public long Rewinds { get; init; }

    /// <summary>The request of the claim that fails; null: none has, or the last one was taken.</summary>
    [Id(10)] public FailingRequest? Failing { get; init; }

    /// <summary>Sessions at the start of the claim that need not be sent: all up to the last dead letter among them.</summary>
    [Id(11)] public int Passed { get; init; }

    /// <summary>What the sink did not take, the oldest first; <see cref="DeadLetter.Most"/> at most.</summary>
    [Id(12)] public DeadLetter[] DeadLetters { get; init; } = [];

    /// <summary>Whether the dead letters are to be sent again, each once, before anything else leaves.</summary>
    [Id(13)] public bool IsResending { get; init; }

    /// <summary>How many reports the claim had when <see cref="Passed"/> was counted; if it has lost some since, because they expired or were erased, all that are left are sent.</summary>
    [Id(14)] public int PassedOf { get; init; }

    /// <summary>The record of an exporter that is to be paused, and why.</summary>
    public ExportRecord Paused(string reason, long nowMs) => this with { IsPaused = true, PauseReason = reason, PausedAtMs = nowMs };
}

/// <summary>A range of the report log that is to leave together, whoever exports it.</summary>
/// <param name="After">The cursor after which it begins; null for the start of the log.</param>
/// <param name="Until">The cursor of its end.</param>
/// <param name="First">The number of its first session; the first one that ever left has 1.</param>
/// <param name="Count">How many sessions it has.</param>
/// <param name="Epoch">Which exporter wrote it, by <see cref="ExportRecord.Epoch"/>: a later one has a greater.</param>
[GenerateSerializer, Immutable, Alias("sg.export-claim")]
public sealed record ExportClaim(
    [property: Id(0)] string? After, [property: Id(1)] string Until, [property: Id(2)] long First, [property: Id(3)] int Count, [property: Id(4)] long Epoch)
{
    /// <summary>The number of its last session.</summary>
    public long Last => First + Count - 1;
}
