namespace SessionGrains.Reports;

/// <summary>How many bytes of reports travel and are held at a time, however many are asked for.</summary>
public static class ReportBudget
{
    /// <summary>Of one read of the log, and of one message of the cluster; one report alone may be larger.</summary>
    public const int Bytes = MessageBudget.Bytes;

    /// <summary>Of one report. Far above that of the largest legal session; a larger one is not read, and its line says so.</summary>
    public const int OneReport = 4 << 20;
}
