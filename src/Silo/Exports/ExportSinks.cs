using System.Text.RegularExpressions;
using SessionGrains.Exports;
using SessionGrains.Silo.Exports.Folders;
using SessionGrains.Silo.Exports.Postgres;
using SessionGrains.Silo.Exports.S3;
using SessionGrains.Silo.Exports.Webhooks;
using SessionGrains.Silo.Files;
using SessionGrains.Silo.Startup;
using SessionGrains.Silo.Storage;

namespace SessionGrains.Silo.Exports;

/// <summary>The sinks that the section <c>Exports</c> names.</summary>
internal sealed partial class ExportSinks : IExportSinks
{
    private const int MostSessions = 100_000;

    /// <summary>The kind of a sink that is switched off: a section that must stay, such as that of docker-compose.yml, cannot be left out by an environment variable.</summary>
    private const string None = nameof(None);

    private readonly Dictionary<string, Func<string, IConfigurationSection, IExportSink>> _kinds;
    private readonly Dictionary<string, IExportSink> _sinks = [];

    /// <param name="configuration">The section.</param>
    /// <param name="storage">The store that has the reports.</param>
    /// <param name="cluster">The cluster's name.</param>
    /// <exception cref="StartRefusedException">A setting is missing or wrong.</exception>
    public ExportSinks(IConfigurationSection configuration, StorageProvider storage, string cluster)
    {
        _kinds = new(StringComparer.OrdinalIgnoreCase)
        {
            ["Parquet"] = (name, settings) => new FolderSink(FilesIn(name, settings), new ParquetFormat(), cluster),
            ["File"] = (name, settings) => new FolderSink(FilesIn(name, settings), new NdjsonFormat(), cluster),
            ["PostgreSQL"] = (name, settings) => Database(name, settings.BindTo(new PostgresSinkOptions()), cluster),
            ["Webhook"] = (name, settings) => new WebhookSink(WebhookSettings.Of(name, settings.BindTo(new WebhookSinkOptions())), cluster, TimeProvider.System),
        };
        All = configuration.GetChildren()
            .Select(static section => KeyValuePair.Create(section.Key, section.BindTo(new ExportOptions())))
            .Where(static sink => !sink.Value.Kind.Equals(None, StringComparison.OrdinalIgnoreCase))
            .ToDictionary();
        if (All.Count > 0 && storage is not (StorageProvider.Sqlite or StorageProvider.Redis))
        {
            throw new StartRefusedException($"Exports need a store that keeps reports and what has left: set Storage:Provider to {StorageProvider.Sqlite} or {StorageProvider.Redis}, not {storage}.");
        }

        foreach (var (name, options) in All)
        {
            Check(name, options);

            // All wrong settings are found at the start.
            _sinks[name] = _kinds[options.Kind](name, configuration.GetSection(name));
        }
    }

    public IReadOnlyDictionary<string, ExportOptions> All { get; }

    public IExportSink Open(string name) => _sinks[name];

    /// <summary>Opens a folder or bucket for an export that happens once.</summary>
    /// <exception cref="StartRefusedException">A setting is missing or wrong, or there are files of another export.</exception>
    public static async Task<FolderSink> OpenEmptyFolderAsync(string name, string kind, FolderSinkOptions options, string cluster, CancellationToken cancellationToken)
    {
        ITableFormat format = kind.ToUpperInvariant() switch
        {
            "PARQUET" => new ParquetFormat(),
            "FILE" => new NdjsonFormat(),
            _ => throw new StartRefusedException($"The format '{kind}' is unknown: it is Parquet or File."),
        };
        var files = FilesOf(name, options);
        return await files.ReadAsync(FolderSink.IdentityFile, cancellationToken) is null
            ? new(files, format, cluster)
            : throw new StartRefusedException($"{files.Place} has the files of another export or sink: name another place.");
    }

    private static IDurableFiles FilesIn(string name, IConfigurationSection settings) => FilesOf(name, settings.BindTo(new FolderSinkOptions()));

    private static IDurableFiles FilesOf(string name, FolderSinkOptions options) =>
        options.Path.Length == 0 ? throw new StartRefusedException($"{ExportOptions.Sinks}:{name}:{nameof(options.Path)} is missing: set it to the folder where the files are to go, or to s3://bucket/prefix.")
        : S3Settings.IsS3(options.Path) ? S3Settings.Open(name, options)
        : new DurableFolder(options.Path);

    private static PostgresSink Database(string name, PostgresSinkOptions options, string cluster)
    {
        var section = $"{ExportOptions.Sinks}:{name}";
        if (!SchemaPattern().IsMatch(options.Schema))
        {
            throw new StartRefusedException($"{section}:{nameof(options.Schema)} is '{options.Schema}': use small letters, digits and underscores, 60 at most.");
        }

        try
        {
            return options.ConnectionString.Length > 0
                ? new(PostgresSink.Open(options.ConnectionString), options.Schema, cluster)
                : throw new StartRefusedException($"{section}:{nameof(options.ConnectionString)} is missing: set it to that of the database, such as Host=db;Database=warehouse;Username=sessiongrains;Password=…");
        }
        catch (ArgumentException e)
        {
            // The message names what is wrong, not the password.
            throw new StartRefusedException($"{section}:{nameof(options.ConnectionString)} cannot be read: {e.Message}", e);
        }
    }

    private void Check(string name, ExportOptions options)
    {
        var section = $"{ExportOptions.Sinks}:{name}";
        var (second, day) = (TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        var wrong = !NamePattern().IsMatch(name) ? $"{section} is no name for a sink: use small letters, digits and hyphens, 40 at most."
            : !_kinds.ContainsKey(options.Kind) ? $"{section}:{nameof(options.Kind)} is '{options.Kind}': set it to {string.Join(" or ", _kinds.Keys)}."
            : options.Window < second || options.Window > day ? $"{section}:{nameof(options.Window)} is {options.Window}: it must be from {second} to {day} (days.hours:minutes:seconds)."
            : options.MaxSessions is < 1 or > MostSessions ? $"{section}:{nameof(options.MaxSessions)} is {options.MaxSessions}: it must be from 1 to {MostSessions}."
            : options.HoldMaxBytes < 0 ? $"{section}:{nameof(options.HoldMaxBytes)} is {options.HoldMaxBytes}: it must be 0 or more bytes."
            : null;
        if (wrong is not null)
        {
            throw new StartRefusedException(wrong);
        }
    }

    [GeneratedRegex("^[a-z0-9-]{1,40}$")]
    private static partial Regex NamePattern();

    [GeneratedRegex("^[a-z_][a-z0-9_]{0,59}$")]
    private static partial Regex SchemaPattern();
}
