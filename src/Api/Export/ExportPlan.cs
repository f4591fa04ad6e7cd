using SessionGrains.Api.Startup;
using SessionGrains.Silo.Exports;
using SessionGrains.Silo.Exports.OneOff;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Api.Export;

/// <summary>What the <c>export</c> command is asked to do.</summary>
/// <param name="Target">Where files go.</param>
/// <param name="Kind">Parquet or File, as of a sink.</param>
/// <param name="Period">Which sessions.</param>
/// <param name="Settings">Settings of the store, as the server has them, each as <c>--Section:Key=value</c>.</param>
internal sealed record ExportPlan(FolderSinkOptions Target, string Kind, ClosingPeriod Period, string[] Settings)
{
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    private static readonly string[] Times = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFK"];

    /// <summary>Parses the command line after the word <c>export</c>.</summary>
    /// <exception cref="StartRefusedException">An argument is wrong; the message says how to correct it.</exception>
    public static ExportPlan Parse(ReadOnlySpan<string> args, DateTimeOffset now)
    {
        var (target, kind, since, until) = (new FolderSinkOptions(), "Parquet", DateTimeOffset.UnixEpoch, now);
        var settings = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var before, var after] ? (before, after) : (args[i], null);
            value ??= i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal) ? args[++i] : throw new StartRefusedException($"'{args[i]}' needs a value.");
            switch (name.ToLowerInvariant())
            {
                case "--to":
                    target.Path = value;
                    break;
                case "--endpoint":
                    target.Endpoint = value;
                    break;
                case "--region":
                    target.Region = value;
                    break;
                case "--format":
                    kind = value;
                    break;
                case "--since":
                    since = TimeOf(name, value);
                    break;
                case "--until":
                    until = TimeOf(name, value);
                    break;
                default:
                    settings.Add($"{name}={value}");
                    break;
            }
        }

        KnownSettings.RefuseArguments(settings);
        return target.Path.Length == 0 ? throw new StartRefusedException("--to is missing: name the folder for the files, or s3://bucket/prefix.")
            : since >= until ? throw new StartRefusedException($"--since {since:O} is not before --until {until:O}.")
            : new(target, kind, new(since, until), [.. settings]);
    }

    private static DateTimeOffset TimeOf(string name, string text) => DateTimeOffset.TryParseExact(text, Times, CultureInfo.InvariantCulture, Utc, out var time)
        ? time
        : throw new StartRefusedException($"{name} is '{text}': write a day or a time in UTC, such as 2026-11-29 or 2026-11-29T13:00:00Z.");
}
