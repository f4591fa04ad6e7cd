using System.Buffers;
using SessionGrains.Api.Json;

namespace SessionGrains.Api.Problems;

/// <summary>Sends problem details (<see cref="ProblemWriter"/>).</summary>
internal static class ProblemAnswers
{
    private const int InitialCapacity = 512;

    /// <inheritdoc cref="ProblemWriter.Write(IBufferWriter{byte}, int, string, string)"/>
    public static Task AnswerProblem(this HttpContext context, int status, string title, string detail)
    {
        var body = new ArrayBufferWriter<byte>(InitialCapacity);
        ProblemWriter.Write(body, status, title, detail);
        return Answer(context, status, body.WrittenMemory);
    }

    /// <inheritdoc cref="ProblemWriter.WriteViolations"/>
    public static Task AnswerViolations(this HttpContext context, IReadOnlyList<Violation> violations)
    {
        var body = new ArrayBufferWriter<byte>(InitialCapacity);
        ProblemWriter.WriteViolations(body, violations);
        return Answer(context, StatusCodes.Status400BadRequest, body.WrittenMemory);
    }

    private static Task Answer(HttpContext context, int status, ReadOnlyMemory<byte> body)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.Headers.ContentType = ProblemWriter.ContentType;
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
