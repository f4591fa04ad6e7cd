using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SessionGrains.Api.Json;

namespace SessionGrains.Api.Problems;

/// <summary>
/// Writes problem details (RFC 9457), with <c>message</c> for clients that only know the older form (docs/protocol.md#2-reading-a-request).
/// </summary>
internal static class ProblemWriter
{
    public const string ContentType = "application/problem+json";

    /// <summary>The <c>type</c> of a 400 with violations.</summary>
    public const string InvalidRequestType = "urn:sessiongrains:problem:invalid-request";

    private const int MaxMessageViolations = 10;

    // Never embedded in HTML, so nothing is escaped that engineers should read.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the body of a 400.</summary>
    /// <param name="output">Receives UTF-8.</param>
    /// <param name="violations">At least one violation.</param>
    public static void WriteViolations(IBufferWriter<byte> output, IReadOnlyList<Violation> violations)
    {
        using var json = new Utf8JsonWriter(output, Options);
        string detail = violations.Count switch
        {
            1 => "One thing is wrong with the request.",
            Violation.MaxCount => $"The request was read up to its violation number {Violation.MaxCount}.",
            _ => $"{violations.Count} things are wrong with the request.",
        };
        WriteHead(json, InvalidRequestType, 400, "Invalid request", detail);
        json.WriteStartArray("errors"u8);
        foreach (Violation violation in violations)
        {
            json.WriteStartObject();
            json.WriteString("pointer"u8, violation.Pointer);
            json.WriteString("code"u8, violation.Code);
            json.WriteString("detail"u8, violation.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("message"u8, Message(violations));
        json.WriteEndObject();
    }

    /// <summary>Writes any other problem.</summary>
    /// <param name="output">Receives UTF-8.</param>
    /// <param name="status">The HTTP status code.</param>
    /// <param name="title">The kind of problem; constant text.</param>
    /// <param name="detail">What happened and what to do, one sentence; also sent as <c>message</c>.</param>
    public static void Write(IBufferWriter<byte> output, int status, string title, string detail)
    {
        using var json = new Utf8JsonWriter(output, Options);
        WriteHead(json, "about:blank", status, title, detail);
        json.WriteString("message"u8, detail);
        json.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter json, string type, int status, string title, string detail)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteString("title"u8, title);
        json.WriteNumber("status"u8, status);
        json.WriteString("detail"u8, detail);
    }

    private static string Message(IReadOnlyList<Violation> violations)
    {
        var sentence = new StringBuilder("Invalid request: ");
        int listed = Math.Min(violations.Count, MaxMessageViolations);
        for (int i = 0; i < listed; i++)
        {
            Violation violation = violations[i];
            if (i > 0) sentence.Append("; ");
            sentence.Append(violation.Pointer.Length == 0 ? "the body" : violation.Pointer);
            sentence.Append(violation.Code == ViolationCodes.EventType ? ": " : " ").Append(violation.Detail);
        }

        if (listed < violations.Count) sentence.Append("; and ").Append(violations.Count - listed).Append(" more");
        return sentence[^1] is '?' ? sentence.ToString() : sentence.Append('.').ToString();
    }
}
