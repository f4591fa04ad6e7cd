using System.Globalization;

namespace SessionGrains.Viewers.Options;

/// <summary>Reads the command line. Each option is one row: how it is called, what it takes and what it means, so that help and reader agree.</summary>
internal static class CommandLine
{
    private static readonly CrowdOptions Default = new();

    private static readonly Option[] Options =
    [
        new("--base-url", "URL", $"the server; {Default.BaseUrl.OriginalString.TrimEnd('/')}", static (options, text) => options with { BaseUrl = BaseUrl(text) }),
        new("--viewers", "N", $"viewers at a time; {Default.Viewers}", static (options, text) => options with { Viewers = Number(text, 1, 1_000_000) }),
        new("--titles", "N", $"titles they choose from, the first the most popular; {Default.Titles}", static (options, text) => options with { Titles = Number(text, 1, 10_000) }),
        new("--ramp", "TIME", $"time in which they come; {DurationText.Text(Default.Ramp)}", static (options, text) => options with { Ramp = Duration(text) }),
        new("--duration", "TIME", $"time until all go home, the ramp included; {DurationText.Text(Default.Duration)}", static (options, text) => options with { Duration = Duration(text) }),
        new("--mix", "vod|live", "films from their beginning, or channels joined mid-stream whose ad breaks all see at once; vod", static (options, text) => options with { Mix = ReadMix(text) }),
        new("--seed", "N", $"the same seed makes the same viewers; {Default.Seed}", static (options, text) => options with { Seed = Number(text, 0, int.MaxValue) }),
        new("--speed", "N", $"players' seconds in a second, 1 to 60; {Default.Speed}", static (options, text) => options with { Speed = Number(text, 1, 60) }),
        new("--sample", "N", $"viewers whose sessions are read back and recomputed at the end, 0 for none; {Default.Sample}", static (options, text) => options with { Sample = Number(text, 0, 1_000_000) }),
        new("--key", "KEY", "an operator key of the server, needed to read back everywhere but in Development: \"$(cat data/operator.key)\"; environment variable OPERATOR_API_KEY", static (options, text) => options with { Key = text }),
        new("--alone", null, "nobody else sends to this server: compare its live counts too", static (options, _) => options with { Alone = true }),
        new("--connections", "N", $"connections at a time, shared by all viewers; {Default.Connections}", static (options, text) => options with { Connections = Number(text, 1, 60_000) }),
        new("--plain", null, "plain lines also on a terminal", static (options, _) => options with { Plain = true }),
    ];

    public static bool AsksForHelp(IEnumerable<string> args) => args.Any(static arg => arg is "--help" or "-h" or "-?");

    public static string Help { get; } = $"""
        A crowd of simulated viewers: players that send what real ones send to a media tracking server. At the end the sessions of a sample are read
        back, their metrics recomputed from what was sent, and every difference is named.

        Usage: dotnet run -c Release --project bench/Viewers -- [--viewers 1000] [--duration 2m] ...

        {string.Join('\n', Options.Select(static option => $"  {option.Name + " " + option.Argument,-21} {option.Meaning}"))}

        TIME is 30s, 5m, 1h30m, 500ms or a number of seconds. Ctrl-C ends the crowd with the figures so far; a second one ends it at once.

        Exit code: 0 all as sent · 1 the server shows something else than was sent · 2 wrong arguments · 3 the server is down, too slow, or did not
        answer everything with 2xx · 130 ended by Ctrl-C
        """;

    /// <exception cref="UsageException">An argument is unknown or has no sense; the message says which and what is expected.</exception>
    public static CrowdOptions Parse(IReadOnlyList<string> args)
    {
        var options = Default with { Key = Environment.GetEnvironmentVariable("OPERATOR_API_KEY") is { Length: > 0 } key ? key : null };
        for (var at = 0; at < args.Count; at++)
        {
            var (name, given) = args[at].Split('=', 2) is [var before, var after] ? (before, after) : (args[at], null);
            var option = Array.Find(Options, one => one.Name == name) ?? throw new UsageException($"There is no option {name}.{Nearest(name)}");
            if (option.Argument is null && given is not null)
                throw new UsageException($"{name} takes no value.");

            var text = option.Argument is null ? "" : given ?? (++at < args.Count ? args[at] : throw new UsageException($"{name} needs a value: {option.Argument}."));
            try
            {
                options = option.Set(options, text);
            }
            catch (FormatException expected)
            {
                throw new UsageException($"{name} {text}: {expected.Message}");
            }
        }

        return options.Ramp <= options.Duration
            ? options
            : throw new UsageException($"--ramp {DurationText.Text(options.Ramp)} is longer than --duration {DurationText.Text(options.Duration)}, which includes it.");
    }

    private static string Nearest(string name) =>
        Array.Find(Options, option => name.Length > 3 && (option.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase) || option.Name.Contains(name.Trim('-'), StringComparison.OrdinalIgnoreCase)
            || name.StartsWith(option.Name, StringComparison.OrdinalIgnoreCase))) is { } near ? $" Is it {near.Name}?" : " --help lists them.";

    private static int Number(string text, int least, int greatest) =>
        int.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) && number >= least && number <= greatest
            ? number
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {greatest} is expected."));

    private static TimeSpan Duration(string text) =>
        DurationText.TryParse(text, out var duration) ? duration : throw new FormatException("a time such as 30s, 5m or 1h30m is expected, a week at most.");

    private static Mix ReadMix(string text) => text.ToUpperInvariant() switch
    {
        "VOD" => Mix.Vod,
        "LIVE" => Mix.Live,
        _ => throw new FormatException("vod or live is expected."),
    };

    private static Uri BaseUrl(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Query.Length == 0 && url.Fragment.Length == 0
            ? url
            : throw new FormatException("an address such as http://localhost:8080 is expected.");

    private sealed record Option(string Name, string? Argument, string Meaning, Func<CrowdOptions, string, CrowdOptions> Set);
}
