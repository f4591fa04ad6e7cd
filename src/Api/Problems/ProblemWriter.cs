using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SessionGrains.Api.Json;

namespace SessionGrains.Api.Problems;

/// <summary>
/// Writes the bodies of refusals: problem details (RFC 9457), and <c>message</c> for clients that know only the older form
/// (decisions.md section 2).
/// </summary>
internal static class ProblemWriter
{
    /// <summary>The media type of these bodies.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>The <c>type</c> of a 400 that lists violations.</summary>
    public const string InvalidRequestType = "urn:sessiongrains:problem:invalid-request";

    private const int MessageViolations = 10;

    // Never embedded in HTML: an engineer should read quotes and letters, not escapes.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the body of a 400.</summary>
    /// <param name="output">Receives the UTF-8 bytes.</param>
    /// <param name="violations">All that is wrong, at least one.</param>
    public static void WriteViolations(IBufferWriter<byte> output, IReadOnlyList<Violation> violations)
    {
        string detail = violations.Count switch
        {
            1 => "One thing is wrong with the request.",
            Violation.Most => $"The request was read up to its violation number {Violation.Most}.",
            _ => $"{violations.Count} things are wrong with the request.",
        };
        Write(output, new(InvalidRequestType, "Invalid request", 400, detail, violations, Sentence(violations)));
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

    private static string Sentence(IReadOnlyList<Violation> violations)
    {
        var sentence = new StringBuilder("Invalid request: ");
        int told = Math.Min(violations.Count, MessageViolations);
        for (int i = 0; i < told; i++)
        {
            Violation violation = violations[i];
            if (i > 0) sentence.Append("; ");
            sentence.Append(violation.Pointer.Length == 0 ? "the body" : violation.Pointer);
            sentence.Append(violation.Code == ViolationCodes.EventType ? ": " : " ").Append(violation.Detail);
        }

        if (told < violations.Count) sentence.Append("; and ").Append(violations.Count - told).Append(" more");
        return sentence[^1] is '?' ? sentence.ToString() : sentence.Append('.').ToString();
    }
}
