using System.Buffers;
using System.Globalization;
using System.Text.Json;
using SessionGrains.Reports;
using SessionGrains.Silo.Exports.Tables;

namespace SessionGrains.Silo.Exports.Webhooks;

/// <summary>Closed sessions as events in the JSON of CloudEvents 1.0 (https://github.com/cloudevents/spec). The same session always gives the same bytes.</summary>
/// <param name="cluster">The cluster's name.</param>
/// <param name="sink">The sink's name.</param>
internal sealed class SessionEvents(string cluster, string sink)
{
    private const string Closed = "sessiongrains.session.closed";
    private const string Erased = "sessiongrains.session.erased";
    private const string Unreadable = "sessiongrains.report.unreadable";

    private readonly string _source = $"/clusters/{Uri.EscapeDataString(cluster)}/exports/{sink}";

    /// <param name="report">The session.</param>
    /// <param name="number">Its number in the sink, which is the event's id if the session's is unknown.</param>
    public byte[] Write(SessionReport report, long number)
    {
        var session = ExportedSession.Of(report);
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, RowJson.Options);
        json.WriteStartObject();
        json.WriteString("specversion", "1.0");
        json.WriteString("id", session.SessionId ?? number.ToString(CultureInfo.InvariantCulture));
        json.WriteString("source", _source);
        json.WriteString("type", session.View is null ? Unreadable : Closed);
        if (Values.Instant(session.View?.ClosedAtMs) is DateTime closedAt)
        {
            json.WriteString("time", Text(closedAt));
        }

        if (session.SessionId is not null)
        {
            json.WriteString("subject", session.SessionId);
        }

        json.WriteString("datacontenttype", "application/json");
        json.WriteStartObject("data");
        json.WritePropertyName("session");
        RowJson.Write(json, SessionsTable.Columns, session);
        json.WriteStartArray("rows");
        foreach (var row in session.Rows)
        {
            RowJson.Write(json, RowsTable.Columns, new ExportedRow(session, row));
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The event that a session was erased. Its id is not that of the event that it was closed, which receivers know already.</summary>
    public byte[] WriteErased(string sessionId, long erasedAtMs)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, RowJson.Options);
        json.WriteStartObject();
        json.WriteString("specversion", "1.0");
        json.WriteString("id", sessionId + "-erased");
        json.WriteString("source", _source);
        json.WriteString("type", Erased);
        json.WriteString("time", Text(DateTimeOffset.FromUnixTimeMilliseconds(erasedAtMs).UtcDateTime));
        json.WriteString("subject", sessionId);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static string Text(DateTime instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
