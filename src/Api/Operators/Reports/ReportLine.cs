using System.Text.Unicode;
using SessionGrains.Api.Operators.Reports.Rows;
using SessionGrains.Quarantine;
using SessionGrains.Reports;

namespace SessionGrains.Api.Operators.Reports;

/// <summary>Serializes lines of the report feed. A report is serialized completely before any of its lines is sent.</summary>
internal static class ReportLine
{
    /// <summary>The one line of a report.</summary>
    public static byte[] Of(SessionReport report) =>
        Try(report, static report => Line(new ReportAnswer(report.Cursor) { Report = new(report.Session) }), static line => line);

    /// <summary>The rows of a report. An unreadable report has the same line as without rows.</summary>
    public static byte[][] RowsOf(SessionReport report) =>
        Try(report, static report => ReportRows.Of(report).Select(static row => Line(row)).ToArray(), static line => [line]);

    private static T Try<T>(SessionReport report, Func<SessionReport, T> write, Func<byte[], T> unreadable)
    {
        if (report.Error is { } error)
        {
            return unreadable(Line(new ReportAnswer(report.Cursor) { SessionId = report.SessionId, Error = error }));
        }

        try
        {
            return write(report);
        }
        catch (Exception)
        {
            // Written by a newer version, or damaged in a way that the checksum does not detect. The reports after it must stay readable.
            return unreadable(Line(new ReportAnswer(report.Cursor) { SessionId = report.Session?.SessionId, Error = UnreadableReason.NotPresentable }));
        }
    }

    /// <exception cref="JsonException">The stored text is not valid UTF-8.</exception>
    private static byte[] Line(object answer)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(answer, answer.GetType(), ReportJson.Answers), (byte)'\n'];
        if (!Utf8.IsValid(line))
            throw new JsonException("Not UTF-8.");

        // A stored sessionStart may contain line breaks. They occur only between JSON tokens, where a space means the same.
        line.AsSpan(..^1).Replace((byte)'\n', (byte)' ');
        line.AsSpan(..^1).Replace((byte)'\r', (byte)' ');
        return line;
    }
}
