using DuckDB.NET.Data;
using SessionGrains.Silo.Exports.Folders;
using SessionGrains.Silo.Exports.Tables;

namespace SessionGrains.Grains.Tests;

/// <summary>What a sink writes as Parquet is what DuckDB reads.</summary>
public sealed class ParquetFormatTests : IDisposable
{
    private static readonly DateTime Noon = new(2026, 11, 29, 12, 0, 0, 123, DateTimeKind.Utc);

    private static readonly ExportColumn<object?[]>[] Columns =
    [
        .. Enum.GetValues<ColumnType>().Select(static (type, i) => new ExportColumn<object?[]>("c_" + type, type, "", null, row => row[i])),
    ];

    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("sg-parquet-").FullName, "file.parquet");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    [Fact]
    public async Task Every_type_is_read_as_it_was_with_nulls_and_any_text()
    {
        object?[][] rows =
        [
            ["Größe 😀 '\"\n\t", long.MinValue, 0.1, true, Noon, Map(("k", "v"), ("é", null), ("", ""))],
            [null, null, null, null, null, Map()],
            ["", long.MaxValue, double.MinValue, false, DateTime.UnixEpoch, Map(("only", "one"))],
            [new string('x', 100_000), 0L, -0.0, null, new DateTime(9999, 12, 31, 23, 59, 59, 999, DateTimeKind.Utc), Map([.. Enumerable.Range(0, 500).Select(static i => ($"k{i}", (string?)$"v{i}"))])],
        ];

        await WriteAsync(rows);

        Assert.Equal(
            ["VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN", "TIMESTAMP WITH TIME ZONE", "MAP(VARCHAR, VARCHAR)"], Query($"SELECT {string.Join(", ", Columns.Select(static column => $"typeof({column.Name})"))} FROM '{_file}' LIMIT 1")[0]);
        var read = Query($"SELECT c_Text, c_Integer, c_Number, c_Flag, epoch_ms(c_Instant), to_json(c_Map) FROM '{_file}'");
        Assert.Equal(rows.Select(static row => row[0]), read.Select(static row => row[0]));
        Assert.Equal(rows.Select(static row => row[1]), read.Select(static row => row[1]));
        Assert.Equal(rows.Select(static row => row[2]), read.Select(static row => row[2]));
        Assert.Equal(rows.Select(static row => row[3]), read.Select(static row => row[3]));
        Assert.Equal(rows.Select(static row => row[4] is DateTime time ? (object)new DateTimeOffset(time).ToUnixTimeMilliseconds() : null), read.Select(static row => row[4]));
        Assert.Equal("""{"k":"v","é":null,"":""}""", read[0][5]);
        Assert.Equal("{}", read[1][5]);
        Assert.Equal("""{"only":"one"}""", read[2][5]);
        Assert.Equal(500L, Query($"SELECT cardinality(c_Map)::BIGINT FROM '{_file}'")[3][0]);
    }

    [Fact]
    public async Task The_same_rows_are_the_same_bytes()
    {
        object?[][] rows = [.. Enumerable.Range(0, 1_000).Select(static i => (object?[])[$"text {i % 7}", (long)i, i / 3.0, i % 2 == 0, Noon.AddSeconds(i), Map(("k", $"{i}"))])];

        var first = await WriteAsync(rows);

        Assert.Equal(first, await WriteAsync(rows));
        Assert.Equal(1_000L, Query($"SELECT count(*) FROM '{_file}'")[0][0]);
    }

    [Theory]
    [InlineData("old", "new")]
    [InlineData("new", "old")]
    public async Task Files_of_a_program_with_one_more_column_and_of_one_without_it_are_read_together_by_old_and_new_queries(string first, string second)
    {
        object?[][] rows = [["text", 1L, 0.5, true, Noon, Map(("k", "v"))]];
        foreach (var (name, columns) in new[] { ("old", Columns[..^1]), ("new", Columns) })
            await File.WriteAllBytesAsync(Beside(name), await new ParquetFormat().WriteAsync(columns, rows, default));
        var files = $"read_parquet(['{Beside(first)}', '{Beside(second)}'], union_by_name = true)";

        Assert.Equal([["text", 1L], ["text", 1L]], Query($"SELECT c_Text, c_Integer FROM {files}"));
        Assert.Equal([["""{"k":"v"}"""], [null]], Query($"SELECT to_json(c_Map) FROM {files} ORDER BY c_Map IS NULL"));
        Assert.Equal([["text", 1L]], Query($"SELECT c_Text, c_Integer FROM '{Beside("old")}'"));
        Assert.Equal([["text", 1L]], Query($"SELECT c_Text, c_Integer FROM '{Beside("new")}'"));
    }

    private string Beside(string name) => Path.Combine(Path.GetDirectoryName(_file)!, name + ".parquet");

    private async Task<byte[]> WriteAsync(object?[][] rows)
    {
        var bytes = await new ParquetFormat().WriteAsync(Columns, rows, default);
        await File.WriteAllBytesAsync(_file, bytes);
        return bytes;
    }

    private static List<object?[]> Query(string text)
    {
        using var duck = new DuckDBConnection("DataSource=:memory:");
        duck.Open();
        using var command = duck.CreateCommand();
        command.CommandText = text;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        return rows;
    }

    private static IReadOnlyList<KeyValuePair<string, string?>> Map(params (string Key, string? Value)[] entries) => [.. entries.Select(static entry => KeyValuePair.Create(entry.Key, entry.Value))];
}
