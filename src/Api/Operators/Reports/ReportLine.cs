using System.Text.Json;
using System.Text.Unicode;
using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Operators.Sessions;
using SessionGrains.Quarantine;
using SessionGrains.Reports;

namespace SessionGrains.Api.Operators.Reports;

/// <summary>A line of the report feed, made whole before a byte of it is sent.</summary>
internal static class ReportLine
{
    public static byte[] Of(SessionReport report)
    {
        if (report.Error is { } error)
            return Line(writer => WriteError(writer, report.Cursor, report.SessionId, error));

        try
        {
            return Line(writer => Write(writer, report));
        }
        catch (Exception)
        {
            // Stored by a newer program, or damaged where no checksum tells: whatever it is, the reports behind it are told.
            return Line(writer => WriteError(writer, report.Cursor, report.Session?.SessionId, UnreadableReason.NotPresentable));
        }
    }

    private static void Write(Utf8JsonWriter writer, SessionReport report)
    {
        writer.WriteStartObject();
        writer.WriteString("cursor"u8, report.Cursor);
        writer.WritePropertyName("report"u8);
        SessionViewWriter.Write(writer, report.Session);
        writer.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter writer, string cursor, string? sessionId, string error)
    {
        writer.WriteStartObject();
        writer.WriteString("cursor"u8, cursor);
        if (sessionId is not null)
            writer.WriteString("sessionId"u8, sessionId);
        writer.WriteString("error"u8, error);
        writer.WriteEndObject();
    }

    /// <exception cref="JsonException">What a player sent is stored as no text.</exception>
    private static byte[] Line(Action<Utf8JsonWriter> write)
    {
        byte[] line = [.. JsonAnswer.Write(write).Span, (byte)'\n'];
        if (!Utf8.IsValid(line))
            throw new JsonException("Not UTF-8.");

        // A player may have sent its params over several lines. Between the tokens of JSON a blank says the same, within them no line can end.
        line.AsSpan(..^1).Replace((byte)'\n', (byte)' ');
        line.AsSpan(..^1).Replace((byte)'\r', (byte)' ');
        return line;
    }
}
