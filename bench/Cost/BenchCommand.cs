using System.CommandLine;
using System.ComponentModel;

namespace SessionGrains.Bench.Cost;

/// <summary>The program: measures, prints, writes, and leaves nothing behind.</summary>
internal static class BenchCommand
{
    private const int Interrupted = 130;

    public static RootCommand Create()
    {
        var command = new RootCommand(
            "Measures what a viewer costs: starts each subject as processes of its own, loads them in turns from another core, stops them, prints tables and whether the targets are met. "
            + "Without options about an hour and three quarters. Linux only: it reads /proc.\n\nSubjects: " + string.Join(", ", SubjectCatalogue.All.Select(static subject => subject.Name)));
        foreach (var option in BenchOptions.All)
            command.Options.Add(option);

        command.SetAction(RunAsync);
        return command;
    }

    private static bool Has(FrontKind kind) => kind == FrontKind.None || Front.Program(kind) is not null;

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var progress = new ConsoleProgress();
        try
        {
            var redis = parsed.GetValue(BenchOptions.RedisServer) ?? Executables.Find("redis-server");
            if (redis is null)
                progress.Say("There is no redis-server in PATH: what needs it is left out. On Debian: apt-get install redis-server. Or name it with --redis-server.");

            foreach (var (kind, name) in new[] { (FrontKind.Sticky, "haproxy"), (FrontKind.Nginx, "nginx") })
            {
                if (!Has(kind))
                    progress.Say($"There is no {name} in PATH: what stands behind it is left out. On Debian: apt-get install {name}.");
            }

            var plan = BenchOptions.Plan(parsed, hasRedis: redis is not null, Has);
            if (!Executables.AreOptimized)
                progress.Say("This is not a Release build, and its figures mean little: dotnet run -c Release --project bench/Cost");

            // A page that cannot take the figures is told before they are measured.
            if (parsed.GetValue(BenchOptions.Page) is { } promised)
                PublishedPage.With(await File.ReadAllTextAsync(promised, cancellation), "");

            var result = await BenchRun.RunAsync(plan, redis, parsed.GetValue(BenchOptions.Temp) ?? Path.GetTempPath(), progress, cancellation);
            ConsoleTables.Print(result);
            var output = parsed.GetValue(BenchOptions.Output)!;
            await ResultFiles.WriteAsync(result, output);
            progress.Say($"Written to {Path.Combine(output, "bench.md")} and {Path.Combine(output, "bench.json")}.");
            if (parsed.GetValue(BenchOptions.Page) is { } page)
                await File.WriteAllTextAsync(page, PublishedPage.With(await File.ReadAllTextAsync(page, cancellation), MarkdownPage.Of(result)), cancellation);

            foreach (var failed in result.Failures)
                progress.Say($"Without {failed.Name}, which is a failure of the whole run: {failed.Reason}");

            return result.Failures.Count == 0 ? 0 : 1;
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            progress.Say("Stopped, and all that was started.");
            return Interrupted;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IOException or Win32Exception or UnauthorizedAccessException)
        {
            progress.Say($"No result: {e.Message}");
            return 1;
        }
    }
}
