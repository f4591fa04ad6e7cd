using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using SessionGrains.Exports;
using SessionGrains.Silo.Exports.Folders;
using SessionGrains.Silo.Files;
using SessionGrains.Silo.Exports.Tables;
using SessionGrains.Silo.Exports.Webhooks;

namespace SessionGrains.Grains.Tests;

/// <summary>docs/exports.md has every column, and its queries run.</summary>
public sealed class ExportsPageTests : IDisposable
{
    private const string Refresh = "REFRESH_EXPORTS";

    private readonly string _folder = Directory.CreateTempSubdirectory("sg-exports-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_page_has_the_columns_of_both_tables()
    {
        var page = await File.ReadAllTextAsync(PagePath());
        var right = page[..page.IndexOf("### `sessions`", StringComparison.Ordinal)]
            + $"### `sessions`\n\n{Table(SessionsTable.Columns)}\n### `rows`\n\n{Table(RowsTable.Columns)}";
        if (Environment.GetEnvironmentVariable(Refresh) == "1")
            await File.WriteAllTextAsync(PagePath(), right);

        Assert.True(page == right || Environment.GetEnvironmentVariable(Refresh) == "1", $"docs/exports.md has other columns than the sinks. Look at the difference after: {Refresh}=1 dotnet test tests/Grains --filter ExportsPageTests");
    }

    [Fact]
    public async Task The_queries_of_the_page_find_what_is_there_and_nothing_missing()
    {
        var sink = new FolderSink(new DurableFolder(Path.Combine(_folder, "lake")), new ParquetFormat(), "cluster");
        await sink.WriteAsync(new("lake", new ExportClaim(null, "2", 1, 2, 1), [Sample.Report("1"), Sample.Report("2")]), default);
        await sink.WriteAsync(new("lake", new ExportClaim("2", "3", 3, 1, 2), [Sample.Report("3")]), default);

        Assert.Equal([["Film", "3"]], Run().Where(static answer => answer.Length > 0).Select(static answer => answer[0][..2]));
        Assert.Equal(4, Run().Count);

        // A manifest that is gone is found.
        await sink.WriteAsync(new("lake", new ExportClaim("3", "4", 4, 1, 3), [Sample.Report("4")]), default);
        await sink.WriteAsync(new("lake", new ExportClaim("4", "5", 5, 1, 4), [Sample.Report("5")]), default);
        File.Delete(Path.Combine(_folder, "lake", "manifests", "000000000001-000000000002.json"));
        File.Delete(Path.Combine(_folder, "lake", "manifests", "000000000004-000000000004.json"));
        Assert.Contains(Run(), static answer => answer is [["1"], ["4"]]);
    }

    [Fact]
    public async Task The_page_shows_an_event_as_it_is_sent()
    {
        var shown = JsonNode.Parse((await File.ReadAllTextAsync(PagePath())).Split("```json\n")[1].Split("```")[0])!.AsArray().Single()!;
        var sent = JsonNode.Parse(new SessionEvents("session-grains", "crm").Write(Sample.Report("1"), 1))!;

        Assert.Equal(NamesOf(sent), NamesOf(shown));
        Assert.Equal((string?)sent["source"], (string?)shown["source"]);
        Assert.Equal((string?)sent["type"], (string?)shown["type"]);
        Assert.Equal(NamesOf(sent["data"]), NamesOf(shown["data"]));
        Assert.Subset(NamesOf(sent["data"]!["session"]).ToHashSet(), NamesOf(shown["data"]!["session"]).ToHashSet());
        Assert.Subset(NamesOf(sent["data"]!["rows"]![0]).ToHashSet(), NamesOf(shown["data"]!["rows"]![0]).ToHashSet());

        static IEnumerable<string> NamesOf(JsonNode? node) => node!.AsObject().Select(static member => member.Key);
    }

    /// <summary>The answers of the queries of the page, in their order: rows of texts.</summary>
    private List<string[][]> Run()
    {
        var blocks = File.ReadAllText(PagePath()).Split("```sql\n").Skip(1).Select(static part => part[..part.IndexOf("```", StringComparison.Ordinal)]);
        using var duck = new DuckDBConnection("DataSource=:memory:");
        duck.Open();
        var answers = new List<string[][]>();
        foreach (var statement in string.Concat(blocks).Replace("'lake/", $"'{_folder}/lake/", StringComparison.Ordinal).Split(";\n", StringSplitOptions.RemoveEmptyEntries))
        {
            using var command = duck.CreateCommand();
            command.CommandText = statement;
            using var reader = command.ExecuteReader();
            if (!statement.Contains("SELECT", StringComparison.Ordinal) || statement.Contains("MACRO", StringComparison.Ordinal))
                continue;

            var rows = new List<string[]>();
            while (reader.Read())
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture)!)]);
            answers.Add([.. rows]);
        }

        return answers;
    }

    private static string Table<TRow>(IEnumerable<ExportColumn<TRow>> columns) =>
        "| column | type | | Media Collection API |\n|---|---|---|---|\n"
        + string.Concat(columns.Select(static column => $"| `{column.Name}` | {TypeOf(column.Type)} | {column.Definition} | {(column.Original is null ? "–" : $"`{column.Original}`")} |\n"));

    private static string TypeOf(ColumnType type) => type switch
    {
        ColumnType.Text => "text",
        ColumnType.Integer => "int64",
        ColumnType.Number => "double",
        ColumnType.Flag => "boolean",
        ColumnType.Instant => "timestamp (UTC, ms)",
        _ => "map",
    };

    private static string PagePath([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/exports.md"));
}
