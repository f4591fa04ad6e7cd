using System.Buffers;
using SessionGrains.Api.Problems;

namespace SessionGrains.Api.Tests;

/// <summary>The bodies of refusals.</summary>
public sealed class ProblemWriterTests
{
    [Fact]
    public void Violations_are_listed_and_told_again_in_one_sentence() =>
        Assert.Equal(
            """
            {"type":"urn:sessiongrains:problem:invalid-request","title":"Invalid request","status":400,"detail":"2 things are wrong with the request.",
            "errors":[{"pointer":"/params/media.length","code":"type","detail":"must be a number, not a string"},
            {"pointer":"/eventType","code":"event-type","detail":"unknown event type \"Play\": did you mean \"play\"?"}],
            "message":"Invalid request: /params/media.length must be a number, not a string; /eventType: unknown event type \"Play\": did you mean \"play\"?"}
            """.ReplaceLineEndings(""),
            Written(
                new Violation("/params/media.length", "type", "must be a number, not a string"),
                new Violation("/eventType", "event-type", "unknown event type \"Play\": did you mean \"play\"?")));

    [Fact]
    public void What_is_wrong_with_the_whole_body_is_said_of_the_body() =>
        Assert.EndsWith("\"message\":\"Invalid request: the body is empty: a JSON document is due.\"}", Written(new Violation("", "empty", "is empty: a JSON document is due")), StringComparison.Ordinal);

    [Fact]
    public void A_long_list_is_told_in_a_sentence_of_ten() =>
        Assert.Contains("; /9 is required; and 90 more.\"", Written([.. Enumerable.Range(0, 100).Select(i => new Violation($"/{i}", "required", "is required"))]), StringComparison.Ordinal);

    [Fact]
    public void Another_refusal_has_its_status_title_detail_and_message()
    {
        var output = new ArrayBufferWriter<byte>();
        ProblemWriter.Write(output, 410, "Session closed", "The session ended: begin a new one with POST /api/v1/sessions.");
        Assert.Equal(
            """{"type":"about:blank","title":"Session closed","status":410,"detail":"The session ended: begin a new one with POST /api/v1/sessions.","message":"The session ended: begin a new one with POST /api/v1/sessions."}""",
            Encoding.UTF8.GetString(output.WrittenSpan));
    }

    private static string Written(params Violation[] violations)
    {
        var output = new ArrayBufferWriter<byte>();
        ProblemWriter.WriteViolations(output, violations);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
