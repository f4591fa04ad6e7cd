using System.Data.Common;
using System.Text.Json.Nodes;

namespace SessionGrains.Faults.Tests;

/// <summary>What is compared between the report log and a sink.</summary>
internal sealed record ExportedContent(IReadOnlyList<ExportedMetrics> Sessions, IReadOnlyList<ExportedRowKey> Rows)
{
    /// <summary>Of the report log, as its readers get it.</summary>
    public static async Task<ExportedContent> OfLogAsync(HttpClient http) => new(
        [.. (await ReadAsync(http, "")).Select(static line => ExportedMetrics.OfReport(line["report"]!))],
        [.. (await ReadAsync(http, "&rows=true")).Select(static line => new ExportedRowKey((string)line["sessionId"]!, (long)line["seq"]!, (string)line["kind"]!))]);

    /// <summary>Fails when a session or a row of the log is missing or there twice, when there is another, or a value differs.</summary>
    public void AssertIsIn(string sink, ExportedContent found)
    {
        AssertSame($"{sink}, sessions", Sessions, found.Sessions);
        AssertSame($"{sink}, rows", Rows, found.Rows);
    }

    private static void AssertSame<T>(string what, IReadOnlyList<T> log, IReadOnlyList<T> found)
        where T : notnull
    {
        T[] missing = [.. log.Except(found)];
        T[] foreign = [.. found.Except(log)];
        T[] doubled = [.. found.CountBy(static one => one).Where(static one => one.Value > 1).Select(static one => one.Key)];
        Assert.True(
            missing.Length + foreign.Length + doubled.Length == 0 && log.Count == found.Count,
            $"{what}: {log.Count} in the log and {found.Count} here; missing {Some(missing)}; doubled {Some(doubled)}; not so in the log {Some(foreign)}");
    }

    private static string Some<T>(T[] all) => $"{all.Length} ({string.Join(", ", all.Take(3))})";

    private static async Task<List<JsonNode>> ReadAsync(HttpClient http, string more)
    {
        var all = new List<JsonNode>();
        for (string? after = null; ; after = (string)all[^1]["cursor"]!)
        {
            var text = await http.GetStringAsync($"/api/v1/reports?limit=1000{more}{(after is null ? "" : "&after=" + Uri.EscapeDataString(after))}");
            if (text.Length == 0)
                return all;

            all.AddRange(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!));
        }
    }
}

/// <summary>What is compared of a session: whose it is and what was measured. Times in seconds.</summary>
internal sealed record ExportedMetrics(string SessionId, string MediaId, double ContentTimeSpent, double AdTimeSpent, long AdCount)
{
    public const string Columns = "session_id, media_id, content_time_spent, ad_time_spent, ad_count";

    public static ExportedMetrics OfReport(JsonNode report)
    {
        var metrics = report["metrics"]!;
        return new((string)report["sessionId"]!, (string)report["params"]!["media.id"]!, (double)metrics["contentTimeSpent"]!, (double)metrics["adTimeSpent"]!, (long)metrics["adCount"]!);
    }

    public static ExportedMetrics OfRecord(DbDataReader record) => new(record.GetString(0), record.GetString(1), record.GetDouble(2), record.GetDouble(3), record.GetInt64(4));

    public static ExportedMetrics OfEvent(JsonElement session) => new(
        session.GetProperty("session_id").GetString()!, session.GetProperty("media_id").GetString()!, session.GetProperty("content_time_spent").GetDouble(), session.GetProperty("ad_time_spent").GetDouble(),
        session.GetProperty("ad_count").GetInt64());
}

/// <summary>What is compared of a row.</summary>
internal sealed record ExportedRowKey(string SessionId, long Seq, string Kind)
{
    public const string Columns = "session_id, seq, kind";

    public static ExportedRowKey OfRecord(DbDataReader record) => new(record.GetString(0), record.GetInt64(1), record.GetString(2));

    public static ExportedRowKey OfEvent(JsonElement row) => new(row.GetProperty("session_id").GetString()!, row.GetProperty("seq").GetInt64(), row.GetProperty("kind").GetString()!);
}
