using System.CommandLine;

namespace SessionGrains.Viewers;

/// <summary>The options of the command line.</summary>
internal static class CommandLine
{
    private static readonly CrowdOptions Default = new();

    private static readonly Option<Uri> BaseUrl = New("--base-url", "URL", Default.BaseUrl, "The server.", ReadUrl);
    private static readonly Option<Door> Api = New("--api", "media-collection|media-edge", Default.Door, "What the players speak: the Media Collection API, or the Media Edge API (XDM) below /ee, with the configId \"viewers\".", ReadApi);
    private static readonly Option<int> Viewers = New("--viewers", "N", Default.Viewers, "Viewers at a time.", Number(1, 1_000_000));
    private static readonly Option<int> Titles = New("--titles", "N", Default.Titles, "Titles they choose from; the first is the most popular.", Number(1, 10_000));
    private static readonly Option<TimeSpan> Ramp = New("--ramp", "TIME", Default.Ramp, "Time in which all viewers come.", Duration);
    private static readonly Option<TimeSpan> Length = New("--duration", "TIME", Default.Duration, "Time until all viewers leave, the ramp included.", Duration);
    private static readonly Option<Mix> Mix = New("--mix", "vod|live", Default.Mix, "Films from their beginning, or channels joined mid-stream, whose ad breaks all see at once.", ReadMix);
    private static readonly Option<int> Seed = New("--seed", "N", Default.Seed, "The same seed makes the same viewers.", Number(0, int.MaxValue));
    private static readonly Option<int> Speed = New("--speed", "N", Default.Speed, "Seconds of the players' clock in a second, 1 to 60.", Number(1, 60));
    private static readonly Option<int> Sample = New("--sample", "N", Default.Sample, "Viewers whose sessions are read back and recomputed at the end; 0 for none.", Number(0, 1_000_000));
    private static readonly Option<int> Connections = New("--connections", "N", Default.Connections, "Connections at a time, shared by all viewers.", Number(1, 60_000));
    private static readonly Option<bool> Alone = new("--alone") { Description = "Nobody else sends to this server: compare its live counts too." };
    private static readonly Option<bool> Plain = new("--plain") { Description = "Plain lines also on a terminal." };

    private static readonly Option<string?> Key = new("--key")
    {
        HelpName = "KEY",
        Description = "An operator key of the server, needed to read sessions back unless it runs in Development: \"$(cat data/operator.key)\". Default: the environment variable OPERATOR_API_KEY.",
    };

    public static RootCommand Command { get; } = new(
        "A crowd of simulated viewers: players that send what real ones send to a media tracking server. At the end the sessions of a sample are read back, their metrics are "
        + "recomputed from what was sent, and every difference is named.\n\nTIME is 30s, 5m, 1h30m, 500ms or a number of seconds. Ctrl-C ends the crowd with the figures so far; a second one "
        + "ends it at once.\n\nExit code: 0 all as sent; 1 the server shows something else than was sent; 2 wrong arguments; 3 the server is down, too slow, or did not answer everything with "
        + "2xx; 130 ended by Ctrl-C.")
    {
        BaseUrl, Api, Viewers, Titles, Ramp, Length, Mix, Seed, Speed, Sample, Key, Alone, Connections, Plain,
    };

    /// <exception cref="ArgumentException">An argument is wrong. The message says which and what is expected.</exception>
    public static CrowdOptions Read(ParseResult parsed)
    {
        if (parsed.Errors.Count > 0)
            throw new ArgumentException(string.Join(' ', parsed.Errors.Select(static error => error.Message)));

        var options = new CrowdOptions
        {
            BaseUrl = parsed.GetValue(BaseUrl)!,
            Door = parsed.GetValue(Api)!,
            Viewers = parsed.GetValue(Viewers),
            Titles = parsed.GetValue(Titles),
            Ramp = parsed.GetValue(Ramp),
            Duration = parsed.GetValue(Length),
            Mix = parsed.GetValue(Mix),
            Seed = parsed.GetValue(Seed),
            Speed = parsed.GetValue(Speed),
            Sample = parsed.GetValue(Sample),
            Connections = parsed.GetValue(Connections),
            Alone = parsed.GetValue(Alone),
            Plain = parsed.GetValue(Plain),
            Key = parsed.GetValue(Key) ?? (Environment.GetEnvironmentVariable("OPERATOR_API_KEY") is { Length: > 0 } key ? key : null),
        };
        return options.Ramp <= options.Duration
            ? options
            : throw new ArgumentException($"--ramp {DurationText.Text(options.Ramp)} is longer than --duration {DurationText.Text(options.Duration)}, which includes it.");
    }

    private static Option<T> New<T>(string name, string value, T defaultValue, string meaning, Func<string, T> read) => new(name)
    {
        HelpName = value,
        Description = meaning,
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            try
            {
                return read(text);
            }
            catch (FormatException expected)
            {
                result.AddError($"{name} {text}: {expected.Message}");
                return defaultValue;
            }
        },
    };

    private static Func<string, int> Number(int least, int greatest) => text =>
        int.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) && number >= least && number <= greatest
            ? number
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {greatest} is expected."));

    private static TimeSpan Duration(string text) =>
        DurationText.TryParse(text, out var duration) ? duration : throw new FormatException("a time such as 30s, 5m or 1h30m is expected, a week at most.");

    private static Door ReadApi(string text) => text.ToUpperInvariant() switch
    {
        "MEDIA-COLLECTION" => Door.MediaCollection,
        "MEDIA-EDGE" or "EDGE" => Door.MediaEdge,
        _ => throw new FormatException("media-collection or media-edge is expected."),
    };

    private static Mix ReadMix(string text) => text.ToUpperInvariant() switch
    {
        "VOD" => Players.Mix.Vod,
        "LIVE" => Players.Mix.Live,
        _ => throw new FormatException("vod or live is expected."),
    };

    private static Uri ReadUrl(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Query.Length == 0 && url.Fragment.Length == 0
            ? url
            : throw new FormatException("an address such as http://localhost:8080 is expected.");
}
