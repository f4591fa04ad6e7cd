namespace SessionGrains.Exports;

/// <summary>Sessions of one request that a receiver did not take for so long that the others went on without them. Their reports are in the report log, until they expire there.</summary>
/// <param name="Window">The window that they were in.</param>
/// <param name="Skip">Sessions of the window before them.</param>
/// <param name="Count">How many they are.</param>
/// <param name="Reason">What went wrong last.</param>
/// <param name="AtMs">When they became a dead letter, server clock, ms since 1970-01-01 UTC.</param>
/// <param name="Of">How many reports the window had then; with another number, <paramref name="Skip"/> no longer says which they are.</param>
[GenerateSerializer, Immutable, Alias("sg.dead-letter")]
public sealed record DeadLetter(
    [property: Id(0)] ExportClaim Window, [property: Id(1)] int Skip, [property: Id(2)] int Count, [property: Id(3)] string Reason, [property: Id(4)] long AtMs, [property: Id(5)] int Of)
{
    /// <summary>Dead letters that an exporter keeps: they are in its record, which is written with each window. At so many it tries on, and the others wait.</summary>
    public const int Most = 100;

    /// <summary>Characters of a reason.</summary>
    private const int MostReason = 300;

    public static DeadLetter From(ExportClaim window, FailedRequestException failure, int reports, long nowMs) => new(
        window, (int)(failure.First - window.First), failure.Count, failure.Message.Length <= MostReason ? failure.Message : failure.Message[..MostReason] + "…", nowMs, reports);

    /// <summary>The list with one more, which joins the one before if it follows it in the same window. A window that has lost reports was sent again from its start, so its older letters go.</summary>
    public static DeadLetter[] Add(DeadLetter[] all, DeadLetter one) =>
        Array.FindAll(all, letter => letter.Window.Until != one.Window.Until || letter.Of == one.Of) is var letters && letters is [.. var before, var last] && last.Window with { Epoch = one.Window.Epoch } == one.Window && last.Skip + last.Count == one.Skip
            ? [.. before, one with { Skip = last.Skip, Count = last.Count + one.Count }]
            : [.. letters, one];
}

/// <summary>A request that fails, and since when; a repeat of it begins with the same session.</summary>
/// <param name="First">The number of its first session.</param>
/// <param name="SinceMs">When it failed for the first time, server clock, ms since 1970-01-01 UTC.</param>
[GenerateSerializer, Immutable, Alias("sg.failing-request")]
public sealed record FailingRequest([property: Id(0)] long First, [property: Id(1)] long SinceMs);
