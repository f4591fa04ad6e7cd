using System.Text.Unicode;
using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Operators.Sessions;
using SessionGrains.Quarantine;
using SessionGrains.Reports;

namespace SessionGrains.Api.Operators.Reports;

/// <summary>Serializes a line of the report feed. A line is complete before any of it is sent.</summary>
internal static class ReportLine
{
    public static byte[] Of(SessionReport report)
    {
        if (report.Error is { } error)
            return Line(new(report.Cursor) { SessionId = report.SessionId, Error = error });

        try
        {
            return Line(new(report.Cursor) { Report = new(report.Session) });
        }
        catch (Exception)
        {
            // Written by a newer version, or damaged in a way that the checksum does not detect. The reports after it must stay readable.
            return Line(new(report.Cursor) { SessionId = report.Session?.SessionId, Error = UnreadableReason.NotPresentable });
        }
    }

    /// <exception cref="JsonException">The stored text is not valid UTF-8.</exception>
    private static byte[] Line(ReportAnswer answer)
    {
        byte[] line = [.. ReportJson.Answers.Write(answer), (byte)'\n'];
        if (!Utf8.IsValid(line))
            throw new JsonException("Not UTF-8.");

        // A stored sessionStart may contain line breaks. They occur only between JSON tokens, where a space means the same.
        line.AsSpan(..^1).Replace((byte)'\n', (byte)' ');
        line.AsSpan(..^1).Replace((byte)'\r', (byte)' ');
        return line;
    }
}
