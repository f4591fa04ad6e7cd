using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using SessionGrains.Exports;
using SessionGrains.Silo.Exports.Folders;
using SessionGrains.Silo.Startup;
using SessionGrains.Silo.Storage;

namespace SessionGrains.Silo.Exports;

/// <summary>The sinks that the section <c>Exports</c> names.</summary>
internal sealed partial class ExportSinks : IExportSinks
{
    private const int MostSessions = 100_000;

    private static readonly Dictionary<string, Func<ITableFormat>> Formats = new(StringComparer.OrdinalIgnoreCase) { ["Parquet"] = static () => new ParquetFormat(), ["File"] = static () => new NdjsonFormat() };

    private readonly ConcurrentDictionary<string, IExportSink> _sinks = new();
    private readonly IConfigurationSection _configuration;
    private readonly string _cluster;

    /// <param name="configuration">The section.</param>
    /// <param name="storage">The store that has the reports.</param>
    /// <param name="cluster">The cluster's name.</param>
    /// <exception cref="StartRefusedException">A setting is missing or wrong.</exception>
    public ExportSinks(IConfigurationSection configuration, StorageProvider storage, string cluster)
    {
        (_configuration, _cluster) = (configuration, cluster);
        All = configuration.GetChildren().ToDictionary(static section => section.Key, static section => section.BindTo(new ExportOptions()));
        if (All.Count > 0 && storage is not (StorageProvider.Sqlite or StorageProvider.Redis))
        {
            throw new StartRefusedException($"Exports need a store that keeps reports and what has left: set Storage:Provider to {StorageProvider.Sqlite} or {StorageProvider.Redis}, not {storage}.");
        }

        foreach (var (name, options) in All)
        {
            Check(name, options);
        }
    }

    public IReadOnlyDictionary<string, ExportOptions> All { get; }

    public IExportSink Open(string name) => _sinks.GetOrAdd(name, static (name, sinks) => new FolderSink(sinks.PathOf(name), Formats[sinks.All[name].Kind](), sinks._cluster), this);

    private string PathOf(string name) => _configuration.GetSection(name).BindTo(new FolderSinkOptions()).Path;

    private void Check(string name, ExportOptions options)
    {
        var section = $"{ExportOptions.Sinks}:{name}";
        var (second, day) = (TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        var wrong = !NamePattern().IsMatch(name) ? $"{section} is no name for a sink: use small letters, digits and hyphens, 40 at most."
            : !Formats.ContainsKey(options.Kind) ? $"{section}:{nameof(options.Kind)} is '{options.Kind}': set it to {string.Join(" or ", Formats.Keys)}."
            : options.Window < second || options.Window > day ? $"{section}:{nameof(options.Window)} is {options.Window}: it must be from {second} to {day} (days.hours:minutes:seconds)."
            : options.MaxSessions is < 1 or > MostSessions ? $"{section}:{nameof(options.MaxSessions)} is {options.MaxSessions}: it must be from 1 to {MostSessions}."
            : PathOf(name).Length == 0 ? $"{section}:{nameof(FolderSinkOptions.Path)} is missing: set it to the folder where the files are to go."
            : null;
        if (wrong is not null)
        {
            throw new StartRefusedException(wrong);
        }
    }

    [GeneratedRegex("^[a-z0-9-]{1,40}$")]
    private static partial Regex NamePattern();
}
