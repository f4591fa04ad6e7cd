namespace SessionGrains.Exports;

/// <summary>A sink: the section <c>Exports:{name}</c> of the configuration. Further settings belong to its kind (docs/exports.md).</summary>
public sealed class ExportOptions
{
    /// <summary>The section of a sink; <c>*</c> stands for its name.</summary>
    public const string Section = "Exports:*";

    /// <summary>The section that has one of these for each sink.</summary>
    public const string Sinks = "Exports";

    /// <summary>What kind of sink it is, such as Parquet or File.</summary>
    public string Kind { get; set; } = "";

    /// <summary>How long after its closing a session waits at most for others to leave with it. Default 1 minute; 1 second to 1 day.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Most sessions that leave together. Default 10,000; 1 to 100,000.</summary>
    public int MaxSessions { get; set; } = 10_000;

    /// <summary>
    /// Reports that have not left are kept beyond <c>Reports:Retention</c> until about so many bytes of them wait, and the store is not short of room. Default 1 GiB; 0 keeps none.
    /// </summary>
    public long HoldMaxBytes { get; set; } = 1L << 30;
}
