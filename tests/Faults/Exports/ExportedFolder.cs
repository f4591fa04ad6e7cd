using System.Data.Common;
using System.Text.Json.Nodes;
using DuckDB.NET.Data;

namespace SessionGrains.Faults.Tests;

/// <summary>What a sink has written into a folder, as a data engineer reads it: the files that a manifest names.</summary>
internal sealed class ExportedFolder(string path)
{
    /// <summary>The manifests in the order of their sessions.</summary>
    public IReadOnlyList<JsonNode> Manifests =>
        Directory.Exists(Path.Combine(path, "manifests"))
            ? [.. Directory.GetFiles(Path.Combine(path, "manifests"), "*.json").Order(StringComparer.Ordinal).Select(static file => JsonNode.Parse(File.ReadAllText(file))!)]
            : [];

    /// <summary>The files of a table.</summary>
    public string[] FilesOf(string table) => [.. Manifests.SelectMany(static manifest => manifest["files"]!.AsArray()).Where(file => (string?)file!["table"] == table).Select(file => Path.Combine(path, (string)file!["name"]!))];

    public List<ExportedMetrics> ReadSessions() =>
        Read("sessions", "session_id, media_id, content_time_spent, ad_time_spent, ad_count", static row => new ExportedMetrics(row.GetString(0), row.GetString(1), row.GetDouble(2), row.GetDouble(3), row.GetInt64(4)));

    public List<ExportedRowKey> ReadRows() => Read("rows", "session_id, seq, kind", static row => new ExportedRowKey(row.GetString(0), row.GetInt64(1), row.GetString(2)));

    private List<T> Read<T>(string table, string columns, Func<DbDataReader, T> readRow)
    {
        var files = FilesOf(table);
        if (files.Length == 0)
            return [];

        using var duck = new DuckDBConnection("DataSource=:memory:");
        duck.Open();
        using var query = duck.CreateCommand();
        var list = "[" + string.Join(", ", files.Select(static file => $"'{file}'")) + "]";
        query.CommandText = $"SELECT {columns} FROM {(files[0].EndsWith(".parquet", StringComparison.Ordinal) ? $"read_parquet({list})" : $"read_json({list}, format = 'newline_delimited', union_by_name = true)")}";
        using var reader = query.ExecuteReader();
        var read = new List<T>();
        while (reader.Read())
            read.Add(readRow(reader));
        return read;
    }
}
