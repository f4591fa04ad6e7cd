using System.Text.Json.Nodes;

namespace SessionGrains.Bench.Tests;

public sealed class BenchRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sg-bench-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Real_processes_are_started_loaded_measured_and_ended()
    {
        var output = Path.Combine(_folder.FullName, "out");

        var exitCode = await BenchCommand.Create()
            .Parse(["-s", "floor,ours-memory", "-w", "mix,ping-edge", "--launches", "1", "--rounds", "1", "--seconds", "0.2", "--sessions", "500", "--connections", "8", "--temp", _folder.FullName, "-o", output])
            .InvokeAsync();

        Assert.Equal(0, exitCode);
        var samples = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(output, "bench.json")))!["samples"]!.AsArray();
        Assert.Equal(
            ["1 floor", "1 ours-memory", "1 ours-memory-control"],
            samples.Where(static sample => (string)sample!["work"]! == "mix").Select(static sample => $"{sample!["launch"]} {sample["subject"]}"));
        Assert.Equal(
            ["1 ours-memory", "1 ours-memory-control"],
            samples.Where(static sample => (string)sample!["work"]! == "ping-edge").Select(static sample => $"{sample!["launch"]} {sample["subject"]}"));
        Assert.Equal(5, samples.Count);
        Assert.All(samples, static sample =>
        {
            Assert.InRange((long)sample!["requests"]!, 1, 10_000_000);
            Assert.InRange((double)sample["cost"]!, 0, 1_000_000);
        });
        Assert.InRange((double)samples.First(static sample => (string)sample!["subject"]! == "ours-memory" && (string)sample["work"]! == "mix")!["allocatedBytes"]!, 100, 1_000_000);
        Assert.Contains("| ours-memory |", await File.ReadAllTextAsync(Path.Combine(output, "bench.md")), StringComparison.Ordinal);

        // Its processes' folders are gone, which takes that nobody writes there any more.
        Assert.Equal([output], Directory.GetFileSystemEntries(_folder.FullName));
    }

    [Trait(Tier.Name, Tier.Nightly)]
    [Fact]
    public async Task Answers_are_timed_at_the_rate_that_is_asked_for()
    {
        var output = Path.Combine(_folder.FullName, "out");

        var exitCode = await BenchCommand.Create()
            .Parse([
                "-s", "floor", "-w", "mix", "--launches", "1", "--rounds", "1", "--latency-rounds", "1", "--rate", "400", "--seconds", "0.5", "--sessions", "500", "--connections", "8",
                "--temp", _folder.FullName, "-o", output,
            ])
            .InvokeAsync();

        Assert.Equal(0, exitCode);
        var times = Assert.Single(JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(output, "bench.json")))!["latencies"]!.AsArray())!;
        Assert.Equal("ping at a fixed rate", (string)times["work"]!);

        // 200 requests; the last of them is due after 497.5 ms and answered later.
        Assert.InRange((double)times["perSecond"]!, 100, 200 / 0.4975);
        Assert.InRange((double)times["p50"]!, 0.001, (double)times["p99"]!);
        Assert.Equal([output], Directory.GetFileSystemEntries(_folder.FullName));
    }

    [Fact]
    public async Task A_subject_that_does_not_start_is_told_by_the_exit_code_and_the_page()
    {
        var output = Path.Combine(_folder.FullName, "out");

        var exitCode = await BenchCommand.Create()
            .Parse(["-s", "rival-always", "--redis-server", "/bin/false", "--temp", _folder.FullName, "-o", output])
            .InvokeAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("Failed and left out: rival-always.", await File.ReadAllTextAsync(Path.Combine(output, "bench.md")), StringComparison.Ordinal);
        Assert.Equal([output], Directory.GetFileSystemEntries(_folder.FullName));
    }
}
