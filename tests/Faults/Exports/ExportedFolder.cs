using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DuckDB.NET.Data;

namespace SessionGrains.Faults.Tests;

/// <summary>What a sink has written into a folder, as a data engineer reads it: the files that a manifest names.</summary>
internal sealed class ExportedFolder(string path)
{
    /// <summary>The manifests in the order of their sessions.</summary>
    public IReadOnlyList<JsonNode> Manifests { get; } =
        [.. Directory.GetFiles(Path.Combine(path, "manifests"), "*.json").Order(StringComparer.Ordinal).Select(static file => JsonNode.Parse(File.ReadAllText(file))!)];

    /// <summary>How often a window was taken over that another process, or an earlier activation, had begun.</summary>
    public long TakenOver => (long)Manifests[^1]["epoch"]! - Manifests.Count;

    public ExportedContent Read() => new(Read("sessions", ExportedMetrics.Columns, ExportedMetrics.OfRecord), Read("rows", ExportedRowKey.Columns, ExportedRowKey.OfRecord));

    /// <summary>Numbers without gaps, and files that are what the manifests say.</summary>
    public void AssertComplete(int sessions)
    {
        var next = 1L;
        foreach (var manifest in Manifests)
        {
            Assert.Equal((next, 0), ((long)manifest["first"]!, (int)manifest["missing"]!));
            next = (long)manifest["last"]! + 1;
            foreach (var file in manifest["files"]!.AsArray())
                Assert.Equal((string?)file!["sha256"], Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(path, (string)file["name"]!)))));
        }

        Assert.Equal(sessions + 1, next);
    }

    /// <summary>Whether a window has files and no manifest yet.</summary>
    public static bool HasHalfWritten(string path)
    {
        return NamesIn("sessions").Except(NamesIn("manifests")).Any();

        IEnumerable<string?> NamesIn(string part) => Directory.Exists(Path.Combine(path, part))
            ? Directory.GetFiles(Path.Combine(path, part), "0*", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension)
            : [];
    }

    private List<T> Read<T>(string table, string columns, Func<DbDataReader, T> readRow)
    {
        string[] files = [.. Manifests.SelectMany(static manifest => manifest["files"]!.AsArray()).Where(file => (string?)file!["table"] == table).Select(file => Path.Combine(path, (string)file!["name"]!))];
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
