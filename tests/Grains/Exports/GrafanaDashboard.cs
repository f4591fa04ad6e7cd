using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SessionGrains.Grains.Tests;

/// <summary>The warehouse's dashboard as it is deployed, and its queries as Grafana's PostgreSQL data source sends them.</summary>
internal static partial class GrafanaDashboard
{
    public static JsonObject Read() => JsonNode.Parse(File.ReadAllText(Deployed("grafana/warehouse/dashboards/warehouse.json")))!.AsObject();

    public static IEnumerable<JsonNode> Panels() => Read()["panels"]!.AsArray()!;

    /// <summary>A file of the folder <c>deploy</c>.</summary>
    public static string Deployed(string name, [CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../deploy", name));

    /// <summary>Replaces macros as Grafana does without TimescaleDB; a macro that it does not know fails.</summary>
    public static string Interpolate(string sql, DateTimeOffset from, DateTimeOffset to) => Macro().Replace(sql, match =>
    {
        var arguments = match.Groups[2].Value.Split(',', StringSplitOptions.TrimEntries);
        return match.Groups[1].Value switch
        {
            "__timeFilter" => $"{arguments[0]} BETWEEN '{Rfc3339(from)}' AND '{Rfc3339(to)}'",
            "__timeGroupAlias" => $"floor(extract(epoch from {arguments[0]})/{SecondsOf(arguments[1])})*{SecondsOf(arguments[1])} AS \"time\"",
            var name => throw new InvalidOperationException($"The macro {name} has no meaning here: add Grafana's."),
        };
    });

    private static string Rfc3339(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static int SecondsOf(string interval) => interval switch
    {
        "'1h'" => 3600,
        _ => throw new InvalidOperationException($"The interval {interval} has no meaning here."),
    };

    [GeneratedRegex(@"\$([_a-zA-Z0-9]+)\(([^\)]*)\)")]
    private static partial Regex Macro();
}
