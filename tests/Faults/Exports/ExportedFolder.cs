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

    /// <summary>Session and seq of each row, or of each session with seq −1, by DuckDB.</summary>
    public List<(string SessionId, long Seq)> Read(string table)
    {
        var files = FilesOf(table);
        if (files.Length == 0)
            return [];

        using var duck = new DuckDBConnection("DataSource=:memory:");
        duck.Open();
        using var query = duck.CreateCommand();
        var list = "[" + string.Join(", ", files.Select(static file => $"'{file}'")) + "]";
        query.CommandText = $"SELECT session_id, {(table == "rows" ? "seq" : "-1::BIGINT")} FROM {(files[0].EndsWith(".parquet", StringComparison.Ordinal) ? $"read_parquet({list})" : $"read_json({list}, format = 'newline_delimited', union_by_name = true)")}";
        using var reader = query.ExecuteReader();
        var read = new List<(string, long)>();
        while (reader.Read())
            read.Add((reader.GetString(0), reader.GetInt64(1)));
        return read;
    }
}
