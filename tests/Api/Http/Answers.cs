namespace SessionGrains.Api.Tests;

/// <summary>Reads answers.</summary>
internal static class Answers
{
    /// <summary>A header of the answer or of its content, or null.</summary>
    public static string? Header(this HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? string.Join(",", values) : null;

    /// <summary>All four CORS headers are as published.</summary>
    public static void AssertCors(this HttpResponseMessage answer)
    {
        Assert.Equal("*", answer.Header("Access-Control-Allow-Origin"));
        Assert.Equal("OPTIONS,POST,PUT", answer.Header("Access-Control-Allow-Methods"));
        Assert.Equal("Content-Type", answer.Header("Access-Control-Allow-Headers"));
        Assert.Equal("Location", answer.Header("Access-Control-Expose-Headers"));
    }

    public static void AssertNoCors(this HttpResponseMessage answer) =>
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));

    public static async Task AssertProblem(this HttpResponseMessage answer, int status)
    {
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.ToString());
        var problem = System.Text.Json.Nodes.JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal(status, (int)problem["status"]!);
        Assert.NotEmpty((string)problem["title"]!);
        Assert.NotEmpty((string)problem["detail"]!);
        Assert.NotEmpty((string)problem["message"]!);
    }
}
