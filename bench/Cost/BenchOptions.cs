using System.CommandLine;

namespace SessionGrains.Bench.Cost;

/// <summary>The options of the command line and the plan that follows from them.</summary>
internal static class BenchOptions
{
    // The subjects of the targets that two minutes have room for.
    private static readonly string[] QuickSubjects = ["floor", "rival-always", "ours-sqlite-transitions", "ours-redis-always", "ours-redis-always-transitions", "cluster-1-silo"];

    private static readonly string[] ColdSubjects = ["ours-redis-always", "ours-memory"];

    private static readonly Option<bool> Quick = new("--quick") { Description = "Fewer subjects, launches and rounds, growth to 100,000." };
    private static readonly Option<string[]> Subjects = new("--subjects", "-s") { Description = "What to measure, names with commas; a name that is none's stands for all that begin with it. Growth only with --growth. Left out: all." };
    private static readonly Option<string[]> Works = new("--work", "-w") { Description = "create, ping, ping-edge, mix, with commas; ping-edge is the ping through the Media Edge API, of subjects of ours. Times of answers only with --latency-rounds. Left out: all." };
    private static readonly Option<int?> Launches = new("--launches") { Description = "How often all subjects are started to measure costs, in reverse order every second time. Default 3, with --quick 2." };
    private static readonly Option<int?> Rounds = new("--rounds") { Description = "How often every subject is measured with every work in a launch, in turns. Default 5." };
    private static readonly Option<double?> Seconds = new("--seconds") { Description = "How long one measurement lasts. Default 1." };
    private static readonly Option<int?> LatencyRounds = new("--latency-rounds") { Description = "How often answers are timed, at the fixed rate and at 70 % of saturation. Default 2." };
    private static readonly Option<double> Rate = new("--rate") { Description = "The fixed rate in pings per second.", DefaultValueFactory = static _ => 2_000 };
    private static readonly Option<string[]?> Growth = new("--growth") { Description = "Numbers of live sessions at which growth is measured, with commas. Default 10000,100000,1000000." };
    private static readonly Option<string> Growing = new("--growing") { Description = "The subject that grows.", DefaultValueFactory = static _ => "ours-redis-always-transitions" };
    private static readonly Option<string[]?> Cold = new("--cold") { Description = "Subjects to load as soon as they are ready, with commas; without names one process with Redis always and one of memory. Alone it is all that is measured. Left out: those two, none if anything else is chosen.", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<int> Sessions = new("--sessions") { Description = "Live sessions of every subject, at least twice the connections.", DefaultValueFactory = static _ => 20_000 };
    private static readonly Option<int> Connections = new("--connections") { Description = "Requests on their way at a time when a subject is saturated.", DefaultValueFactory = static _ => 256 };

    private static readonly Option<string[]?> Environment = new("--environment", "-e") { Description = "NAME=VALUE for the environment of what is measured, again for more: DOTNET_PerfMapEnabled=1 to profile it. Said in the result." };

    private static readonly Option<string?> Before = new("--before")
    {
        Description = "The output folder of another build of the front door: every subject of ours is measured in it too, as …-before, without --environment.",
    };

    public static Option<string?> RedisServer { get; } = new("--redis-server") { Description = "The program to start for Redis. Left out: the one in PATH." };

    public static Option<string?> Temp { get; } = new("--temp") { Description = "Folder, on the disk to measure with, for what the subjects store while they run. Left out: the system's." };

    public static Option<string> Output { get; } = new("--output", "-o") { Description = "Folder for bench.md and bench.json.", DefaultValueFactory = static _ => Path.Combine("artifacts", "bench") };

    public static Option<string?> Page { get; } = new("--page") { Description = "A Markdown page whose figures are replaced by this run's, such as docs/performance.md." };

    public static IReadOnlyList<Option> All { get; } =
        [Quick, Subjects, Works, Launches, Rounds, Seconds, LatencyRounds, Rate, Growth, Growing, Cold, Sessions, Connections, Environment, Before, RedisServer, Temp, Output, Page];

    /// <summary>The plan. Without Redis or a front what needs it is left out.</summary>
    /// <exception cref="ArgumentException">An option makes no sense; the message says which.</exception>
    public static BenchPlan Plan(ParseResult parsed, bool hasRedis, Func<FrontKind, bool> hasFront)
    {
        var quick = parsed.GetValue(Quick);
        var subjects = Names(parsed.GetValue(Subjects));
        var works = Names(parsed.GetValue(Works));
        var isCold = parsed.GetResult(Cold) is { Implicit: false };
        var isColdOnly = isCold && subjects.Count == 0 && works.Count == 0;
        var chosen = subjects.Count > 0 || works.Count > 0 || isColdOnly;
        var growth = Names(parsed.GetValue(Growth)).Select(Number).Order().ToList();
        if (growth.Count == 0 && !chosen)
            growth = quick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000];

        var growing = SubjectCatalogue.Select([parsed.GetValue(Growing)!])[0];
        var plan = new BenchPlan
        {
            Subjects = isColdOnly ? [] : [.. WithOthers([.. SubjectCatalogue.Select(subjects.Count == 0 && quick ? QuickSubjects : subjects).Where(subject => (hasRedis || !subject.NeedsRedis) && hasFront(subject.Front))], parsed.GetValue(Before))],
            Works = works.Count == 0 ? WorkNames.All : works,
            Launches = parsed.GetValue(Launches) ?? (quick ? 2 : 3),
            Rounds = parsed.GetValue(Rounds) ?? (quick ? 2 : 5),
            Time = TimeSpan.FromSeconds(parsed.GetValue(Seconds) ?? 1),
            LatencyRounds = parsed.GetValue(LatencyRounds) ?? (chosen ? 0 : quick ? 1 : 2),
            Rate = parsed.GetValue(Rate),
            Growth = growth,
            Cold = isCold || !chosen ? [.. SubjectCatalogue.Select(Names(parsed.GetValue(Cold)) is { Count: > 0 } cold ? cold : ColdSubjects).Where(subject => hasRedis || !subject.NeedsRedis)] : [],
            Growing = hasRedis || !growing.NeedsRedis ? growing : null,
            Sessions = parsed.GetValue(Sessions),
            Connections = parsed.GetValue(Connections),
            Environment = (parsed.GetValue(Environment) ?? []).Select(Variable).ToDictionary(static variable => variable.Name, static variable => variable.Value),
        };
        Check(plan);
        Refuse(plan.Subjects.Any(static subject => subject.Build is { } build && !File.Exists(Path.Combine(build, Executables.Api))), $"--before '{parsed.GetValue(Before)}' has no {Executables.Api} in it.");
        return plan;
    }

    private static void Check(BenchPlan plan)
    {
        Refuse(plan.Works.Except(WorkNames.All).Any(), $"--work is one of {string.Join(", ", WorkNames.All)}.");
        Refuse(plan.Launches < 1, "--launches is at least 1.");
        Refuse(plan.Rounds < 1, "--rounds is at least 1.");
        Refuse(plan.LatencyRounds < 0, "--latency-rounds is at least 0.");
        Refuse(plan.Time < TimeSpan.FromSeconds(0.1) || plan.Time > TimeSpan.FromMinutes(10), "--seconds is from 0.1 to 600.");
        Refuse(plan.Rate is not (>= 1 and <= 1_000_000), "--rate is from 1 to 1000000.");
        Refuse(plan.Connections is < 1 or > 10_000, "--connections is from 1 to 10000.");
        Refuse(plan.Sessions < 2 * plan.Connections, "--sessions is at least twice --connections: a session has one request on its way at a time.");
        Refuse(plan.Growth.Any(sessions => sessions < 2 * plan.Connections || sessions > 10_000_000), "--growth is from twice --connections to 10000000.");
    }

    private static void Refuse(bool isWrong, string message)
    {
        if (isWrong)
            throw new ArgumentException(message);
    }

    private static int Number(string text) => int.TryParse(text, out var number) ? number : throw new ArgumentException($"'{text}' is not a number of sessions.");

    /// <summary>Adds the control of the first subject of ours, and all subjects of ours in the other build.</summary>
    private static IEnumerable<Subject> WithOthers(IReadOnlyList<Subject> subjects, string? build)
    {
        var first = subjects.FirstOrDefault(static subject => subject.IsOurs);
        foreach (var subject in subjects)
        {
            yield return subject;
            if (subject == first)
                yield return subject with { Name = subject.Name + Subject.Control };
            if (build is not null && subject.IsOurs)
                yield return subject.Before(Path.GetFullPath(build));
        }
    }

    private static (string Name, string Value) Variable(string text) =>
        text.IndexOf('=', StringComparison.Ordinal) is > 0 and var sign ? (text[..sign], text[(sign + 1)..]) : throw new ArgumentException($"--environment '{text}' is not NAME=VALUE.");

    private static IReadOnlyList<string> Names(string[]? given) =>
        [.. (given ?? []).SelectMany(static names => names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
}
