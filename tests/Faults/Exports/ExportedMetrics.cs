using System.Text.Json.Nodes;

namespace SessionGrains.Faults.Tests;

/// <summary>What is compared of a session between the report feed and a sink: whose it is and what was measured. Times in seconds.</summary>
internal sealed record ExportedMetrics(string SessionId, string MediaId, double ContentTimeSpent, double AdTimeSpent, long AdCount) : IComparable<ExportedMetrics>
{
    public static ExportedMetrics OfReport(JsonNode report)
    {
        var metrics = report["metrics"]!;
        return new((string)report["sessionId"]!, (string)report["params"]!["media.id"]!, (double)metrics["contentTimeSpent"]!, (double)metrics["adTimeSpent"]!, (long)metrics["adCount"]!);
    }

    public int CompareTo(ExportedMetrics? other) => string.CompareOrdinal(SessionId, other?.SessionId);
}

/// <summary>What is compared of a row.</summary>
internal sealed record ExportedRowKey(string SessionId, long Seq, string Kind) : IComparable<ExportedRowKey>
{
    public int CompareTo(ExportedRowKey? other) => string.CompareOrdinal(SessionId, other?.SessionId) is not 0 and var order ? order : Seq.CompareTo(other?.Seq);
}
