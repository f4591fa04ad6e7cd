namespace SessionGrains.Reports;

/// <summary>How long reports are kept: the <c>Reports</c> section of the configuration.</summary>
public sealed class ReportsOptions
{
    public const string Section = "Reports";

    /// <summary>Age at which a report may be removed from the report log. Default 30 days; 1 second to 3650 days.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);
}
