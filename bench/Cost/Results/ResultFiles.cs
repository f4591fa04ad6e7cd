using System.Text.Encodings.Web;
using System.Text.Json;

namespace SessionGrains.Bench.Cost;

/// <summary>The result as files: what people read and what programs compare.</summary>
internal static class ResultFiles
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes <c>bench.md</c> and <c>bench.json</c> into this folder, which it creates.</summary>
    public static async Task WriteAsync(BenchResult result, string folder)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "bench.md"), MarkdownPage.Of(result));
        await File.WriteAllTextAsync(Path.Combine(folder, "bench.json"), Json(result));
    }

    private static string Json(BenchResult result) => JsonSerializer.Serialize(new
    {
        result.MachineDescription,
        Plan = new { result.Plan.Launches, result.Plan.Rounds, Seconds = result.Plan.Time.TotalSeconds, result.Plan.Sessions, result.Plan.Connections },
        result.Costs,
        result.Latencies,
        result.ColdStarts,
        result.Growth,
        result.Failures,
        Targets = Targets.Judge(result),
        Samples = result.Samples.Select(static sample => new
        {
            sample.Subject,
            sample.Work,
            sample.Launch,
            sample.Round,
            sample.Requests,
            sample.PerSecond,
            sample.Cost,
            sample.ProcessorMicroseconds,
            sample.AllocatedBytes,
            sample.CompilerMicroseconds,
            P50 = sample.Milliseconds(50),
            P99 = sample.Milliseconds(99),
            P999 = sample.Milliseconds(99.9),
        }),
    }, Readable);
}
