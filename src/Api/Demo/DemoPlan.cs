using SessionGrains.Api.Startup;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Api.Demo;

/// <summary>What the <c>demo</c> command is asked for.</summary>
/// <param name="Viewers">How many watch at a time, 1 to 1,000.</param>
/// <param name="Urls">Addresses of the server, separated by semicolons.</param>
internal sealed record DemoPlan(int Viewers, string Urls)
{
    public const int DefaultViewers = 30;
    public const int MaxViewers = 1_000;

    /// <summary>Parses the command line after the word <c>demo</c>.</summary>
    /// <exception cref="StartRefusedException">An argument is wrong; the message says how to correct it.</exception>
    public static DemoPlan Parse(ReadOnlySpan<string> args)
    {
        var plan = new DemoPlan(DefaultViewers, ListenAddresses.DefaultUrl);
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var before, var after] ? (before, after) : (args[i], null);
            if (name is not ("--viewers" or "--urls"))
                throw new StartRefusedException($"'{name}' is not an option of the demo, which takes --viewers and --urls: see demo --help.");

            value ??= i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal) ? args[++i] : throw new StartRefusedException($"'{name}' needs a value.");
            plan = name == "--urls" ? plan with { Urls = value } : plan with { Viewers = ParseViewers(value) };
        }

        return plan.Urls.Split(';').Any(static url => url.Trim().StartsWith("http:", StringComparison.OrdinalIgnoreCase))
            ? plan
            : throw new StartRefusedException($"--urls is '{plan.Urls}': the viewers of the demo need an address with http, such as {ListenAddresses.DefaultUrl}.");
    }

    private static int ParseViewers(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var viewers) && viewers is >= 1 and <= MaxViewers
        ? viewers
        : throw new StartRefusedException($"--viewers is '{value}': a whole number from 1 to {MaxViewers}.");
}
