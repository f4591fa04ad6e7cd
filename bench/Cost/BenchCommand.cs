using System.CommandLine;
using SessionGrains.Bench.Cost.Load;
using SessionGrains.Bench.Cost.Processes;
using SessionGrains.Bench.Cost.Results;
using SessionGrains.Bench.Cost.Runs;
using SessionGrains.Bench.Cost.Subjects;
using Spectre.Console;

namespace SessionGrains.Bench.Cost;

/// <summary>The command line.</summary>
internal static class BenchCommand
{
    private static readonly Option<string[]> Subjects = new("--subjects", "-s") { Description = "What to measure, names with commas; a name stands for all that begin with it. Left out: everything." };
    private static readonly Option<string[]> Works = new("--work", "-w") { Description = "create, ping, mix, with commas. Left out: all." };
    private static readonly Option<int?> Rounds = new("--rounds") { Description = "How often every subject is measured with every work, in turns. Default 5." };
    private static readonly Option<double?> Seconds = new("--seconds") { Description = "How long one measurement lasts. Default 2." };
    private static readonly Option<int> Sessions = new("--sessions") { Description = "Live sessions of every subject.", DefaultValueFactory = static _ => 20_000 };
    private static readonly Option<int> Connections = new("--connections") { Description = "Requests on their way at a time.", DefaultValueFactory = static _ => 256 };
    private static readonly Option<string?> RedisServer = new("--redis-server") { Description = "The program to start for Redis. Left out: the one in PATH." };
    private static readonly Option<string?> Temp = new("--temp") { Description = "Folder for what the subjects store, on the disk to measure with. Left out: the system's." };

    public static RootCommand Create()
    {
        var command = new RootCommand("Measures what a viewer costs: starts each subject as processes of its own, loads them in turns, stops them and prints one table.")
        {
            Subjects, Works, Rounds, Seconds, Sessions, Connections, RedisServer, Temp,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (!Executables.AreOptimized)
            AnsiConsole.MarkupLine("[yellow]This is not a Release build: run it with -c Release. The figures mean little.[/]");

        var folder = Directory.CreateDirectory(Path.Combine(parsed.GetValue(Temp) ?? Path.GetTempPath(), $"session-grains-bench-{Environment.ProcessId}"));
        try
        {
            var settings = new SubjectSettings(folder.FullName, Cores.Divide(), parsed.GetValue(RedisServer) ?? Executables.Find("redis-server"));
            var samples = await new CostRun(Plan(parsed, settings), settings, new ConsoleProgress()).RunAsync(cancellation);
            CostTable.Print(Medians.Of(samples));
            return 0;
        }
        catch (Exception e) when (e is LoadFailedException or InvalidOperationException or ArgumentException or IOException)
        {
            await Console.Error.WriteLineAsync($"The bench ends without a result: {e.Message}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return 130;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static BenchPlan Plan(ParseResult parsed, SubjectSettings settings)
    {
        var subjects = SubjectCatalogue.Select(Names(parsed.GetValue(Subjects)));
        if (settings.RedisServer is null && subjects.Any(static subject => subject.NeedsRedis))
            AnsiConsole.MarkupLine("[yellow]There is no redis-server in PATH: what needs it is left out.[/]");

        var works = Names(parsed.GetValue(Works));
        return new BenchPlan
        {
            Subjects = [.. subjects.Where(subject => settings.RedisServer is not null || !subject.NeedsRedis)],
            Works = works.Count == 0 ? WorkNames.All : works,
            Rounds = parsed.GetValue(Rounds) ?? 5,
            Time = TimeSpan.FromSeconds(parsed.GetValue(Seconds) ?? 2),
            Sessions = parsed.GetValue(Sessions),
            Connections = parsed.GetValue(Connections),
        };
    }

    private static IReadOnlyList<string> Names(string[]? given) =>
        [.. (given ?? []).SelectMany(static names => names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
}
