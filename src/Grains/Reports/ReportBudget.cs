namespace SessionGrains.Reports;

/// <summary>Limits for the bytes of reports in memory and in messages.</summary>
public static class ReportBudget
{
    /// <summary>Limit of one read of the log and of one message in the cluster. A single report may be larger.</summary>
    public const int Bytes = MessageBudget.Bytes;

    /// <summary>Limit of one report. Far above the largest valid session; a larger one is not read, and its line has an error.</summary>
    public const int OneReport = 4 << 20;
}
