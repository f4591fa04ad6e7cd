using System.Buffers;
using System.Text.Encodings.Web;
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
        var detail = violations.Count switch
        {
            1 => "One thing is wrong with the request.",
            Violation.MaxCount => $"The request was read up to its violation number {Violation.MaxCount}.",
            _ => $"{violations.Count} things are wrong with the request.",
        };
        Write(output, new(InvalidRequestType, "Invalid request", 400, detail, violations, Message(violations)));
    }

    /// <summary>Writes the body of any other refusal.</summary>
    /// <param name="output">Receives the UTF-8 bytes.</param>
    /// <param name="status">The HTTP status code.</param>
    /// <param name="title">The kind of problem, the same every time.</param>
    /// <param name="detail">What happened this time and what to do, one sentence; also the <c>message</c>.</param>
    public static void Write(IBufferWriter<byte> output, int status, string title, string detail) =>
        Write(output, new("about:blank", title, status, detail, null, detail));

    private static void Write(IBufferWriter<byte> output, Problem problem)
    {
        using var json = new Utf8JsonWriter(output, Options);
        JsonSerializer.Serialize(json, problem, ProblemJson.Default.Problem);
    }

    private static string Message(IReadOnlyList<Violation> violations)
    {
        var sentence = new StringBuilder("Invalid request: ");
        var listed = Math.Min(violations.Count, MaxMessageViolations);
        for (var i = 0; i < listed; i++)
        {
            var violation = violations[i];
            if (i > 0) sentence.Append("; ");
            sentence.Append(violation.Pointer.Length == 0 ? "the body" : violation.Pointer);
            sentence.Append(violation.Code == ViolationCodes.EventType ? ": " : " ").Append(violation.Detail);
        }

        if (listed < violations.Count) sentence.Append("; and ").Append(violations.Count - listed).Append(" more");
        return sentence[^1] is '?' ? sentence.ToString() : sentence.Append('.').ToString();
    }
}
