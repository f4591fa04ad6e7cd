using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using SessionGrains.Exports;
using SessionGrains.Silo.Exports.Folders;
using SessionGrains.Silo.Files;

namespace SessionGrains.Grains.Tests;

/// <summary>Windows as files: each once, whoever writes it and however often, in a folder that belongs to one sink.</summary>
public sealed class FolderSinkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sg-sinks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_folder_of_another_sink_or_cluster_is_left_alone()
    {
        await new FolderSink(new DurableFolder(_folder), new NdjsonFormat(), "cluster").WriteAsync(Window(1, 2), default);
        var before = Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Order().ToList();

        foreach (var (format, cluster, sink) in new (ITableFormat, string, string)[] { (new NdjsonFormat(), "other", "lake"), (new NdjsonFormat(), "cluster", "lines"), (new ParquetFormat(), "cluster", "lake") })
            Assert.Contains("set another Exports:", (await Assert.ThrowsAsync<InvalidOperationException>(() => new FolderSink(new DurableFolder(_folder), format, cluster).WriteAsync(Window(1, 2) with { Sink = sink }, default))).Message, StringComparison.Ordinal);

        Assert.Equal(before, Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Order());
    }

    [Fact]
    public async Task A_folder_that_a_newer_version_writes_with_another_schema_is_left_alone_and_the_reason_is_one_line()
    {
        var sink = new FolderSink(new DurableFolder(_folder), new NdjsonFormat(), "cluster");
        await sink.WriteAsync(Window(1, 2), default);
        var identity = Path.Combine(_folder, "sink.json");
        Assert.Equal(FolderSink.SchemaVersion, (int?)JsonNode.Parse(await File.ReadAllTextAsync(identity))!["schemaVersion"]);
        await File.WriteAllTextAsync(identity, (await File.ReadAllTextAsync(identity)).Replace("\"schemaVersion\": 1", "\"schemaVersion\": 2", StringComparison.Ordinal));

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => new FolderSink(new DurableFolder(_folder), new NdjsonFormat(), "cluster").WriteAsync(Window(3, 4), default));

        Assert.Equal($"{new DurableFolder(_folder).Place} was written by a newer SessionGrains (schema 2); this one writes schema 1: start that version or a newer one, or set another Exports:lake:Path.", failure.Message);
        Assert.Single(Directory.GetFiles(Path.Combine(_folder, "manifests")));
    }

    [Fact]
    public async Task A_folder_from_before_schemas_were_written_down_is_used_on()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "sink.json"), """{"cluster":"cluster","sink":"lake","format":"ndjson"}""");

        await new FolderSink(new DurableFolder(_folder), new NdjsonFormat(), "cluster").WriteAsync(Window(1, 2), default);

        Assert.Single(Directory.GetFiles(Path.Combine(_folder, "manifests")));
    }

    [Fact]
    public async Task Erased_sessions_are_named_in_a_file_by_which_a_query_leaves_them_out()
    {
        var window = Window(1, 3);
        var sink = new FolderSink(new DurableFolder(_folder), new ParquetFormat(), "cluster");
        await sink.WriteAsync(window, default);
        var gone = window.Reports[1].Session.SessionId;
        await sink.EraseAsync(new(window.Sink, "erasure-0001", [gone], 1_764_000_030_000), default);
        await sink.EraseAsync(new(window.Sink, "erasure-0001", [gone], 1_764_000_030_000), default);

        var file = Assert.Single(Directory.GetFiles(Path.Combine(_folder, "erased")));
        Assert.Equal(("erasure-0001.jsonl", $$"""{"session_id":"{{gone}}","erased_at":"2025-11-24T16:00:30Z"}""" + "\n"), (Path.GetFileName(file), await File.ReadAllTextAsync(file)));

        // As docs/privacy.md#folders has it.
        await using var duck = new DuckDBConnection("DataSource=:memory:");
        await duck.OpenAsync();
        await using var query = duck.CreateCommand();
        query.CommandText = $"""
            SELECT session_id FROM read_parquet('{_folder}/sessions/*/*/*.parquet', union_by_name = true) AS session
            ANTI JOIN (SELECT session_id FROM read_json('{_folder}/erased/*.jsonl', format = 'newline_delimited', columns = {"{"}session_id: 'VARCHAR'{"}"})) AS gone USING (session_id)
            """;
        await using var found = await query.ExecuteReaderAsync();
        var left = new List<string>();
        while (await found.ReadAsync())
            left.Add(found.GetString(0));
        Assert.Equal(window.Reports.Select(static report => report.Session.SessionId).Where(id => id != gone).Order(), left.Order());
    }

    [Fact]
    public async Task A_window_that_is_written_again_is_the_same_files()
    {
        var window = Window(1, 2);
        var first = await Write(window);
        var second = await Write(window with { Claim = window.Claim with { Epoch = 9 } });

        Assert.Equal(first.Keys, second.Keys);
        Assert.All(first.Where(static file => !file.Key.Contains("manifests", StringComparison.Ordinal)), file => Assert.Equal(file.Value, second[file.Key]));

        async Task<SortedDictionary<string, string>> Write(ExportWindow written)
        {
            await new FolderSink(new DurableFolder(_folder), new ParquetFormat(), "cluster").WriteAsync(written, default);
            return new(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).ToDictionary(static file => file, static file => Convert.ToBase64String(File.ReadAllBytes(file))));
        }
    }

    [Fact]
    public async Task Many_who_write_the_same_window_at_once_all_succeed_and_it_is_there_once()
    {
        var window = Window(1, 50);
        for (var round = 0; round < 5; round++)
        {
            var folder = Path.Combine(_folder, $"{round}");
            await Task.WhenAll(Enumerable.Range(1, 4).Select(epoch => Task.Run(() => new FolderSink(new DurableFolder(folder), new ParquetFormat(), "cluster").WriteAsync(window with { Claim = window.Claim with { Epoch = epoch } }, default))));

            Assert.Equal(["000000000001-000000000050.json", "000000000001-000000000050.parquet", "000000000001-000000000050.parquet", "sink.json"], Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order());
            await AssertFilesAsync(folder);
        }
    }

    [Fact]
    public async Task Exporters_with_outdated_claims_double_nothing_while_another_goes_on()
    {
        ExportWindow[] windows = [.. Enumerable.Range(0, 12).Select(static i => Window((i * 5) + 1, 5))];

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var sink = new FolderSink(new DurableFolder(_folder), new ParquetFormat(), "cluster");
            foreach (var window in windows)
            {
                // Who comes too late, between its look for the manifest and its look at the numbers, is told so.
                if (await Record.ExceptionAsync(() => sink.WriteAsync(window, default)) is { } failure)
                    Assert.Contains("set back", Assert.IsType<InvalidOperationException>(failure).Message, StringComparison.Ordinal);
            }
        })));

        Assert.Equal(windows.Select(static window => $"{window.Claim.First:D12}-{window.Claim.Last:D12}.json"), Directory.GetFiles(Path.Combine(_folder, "manifests")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        await AssertFilesAsync(_folder);
    }

    [Fact]
    public async Task Of_many_sinks_that_begin_at_once_one_gets_the_folder()
    {
        for (var round = 0; round < 20; round++)
        {
            var folder = Path.Combine(_folder, $"{round}");
            var failures = (await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => Record.ExceptionAsync(() => new FolderSink(new DurableFolder(folder), new NdjsonFormat(), $"cluster-{i}").WriteAsync(Window(1, 1), default)))))).OfType<Exception>().ToList();

            Assert.Equal(3, failures.Count);
            Assert.All(failures, static failure => Assert.Contains("set another Exports:lake:Path", Assert.IsType<InvalidOperationException>(failure).Message, StringComparison.Ordinal));
            Assert.Equal(4, Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Length);
        }
    }

    [Theory]
    [InlineData(4, 5, "has the sessions up to 6 and these are 4 to 8: the server's store was set back or replaced")]
    [InlineData(1, 1, "has the sessions up to 6 and these are 1 to 1")]
    [InlineData(6, 9, "has the sessions up to 6 and these are 6 to 14")]
    [InlineData(9, 2, "has the sessions up to 6 and these are 9 to 10: the numbers 7 to 8 are missing")]
    public async Task A_store_that_was_set_back_or_replaced_is_told_so_and_nothing_is_there_twice(long first, int count, string message)
    {
        var running = Sink();
        await running.WriteAsync(Window(1, 3), default);
        await running.WriteAsync(Window(4, 3), default);
        var before = Files();

        foreach (var sink in (FolderSink[])[running, Sink()])
            Assert.Contains(message, (await Assert.ThrowsAsync<InvalidOperationException>(() => sink.WriteAsync(Window(first, count), default))).Message, StringComparison.Ordinal);

        Assert.Equal(before, Files());

        // Who comes late with what is there is not disturbed, and the next window goes on.
        await Sink().WriteAsync(Window(1, 3), default);
        await running.WriteAsync(Window(7, 1), default);
        Assert.Equal(before.Count + 3, Files().Count);
    }

    [Fact]
    public async Task A_window_after_those_of_another_process_is_written_and_a_new_folder_may_begin_later()
    {
        var first = Sink();
        await first.WriteAsync(Window(11, 2), default);
        await Sink().WriteAsync(Window(13, 2), default);
        await first.WriteAsync(Window(15, 2), default);

        Assert.Equal(3, Directory.GetFiles(Path.Combine(_folder, "manifests")).Length);
    }

    [Fact]
    public async Task What_a_killed_writer_left_is_cleared_away()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "manifests"));
        await File.WriteAllTextAsync(Path.Combine(_folder, ".sink.json.1.tmp"), "{");
        await File.WriteAllTextAsync(Path.Combine(_folder, "manifests", ".000000000001-000000000001.json.1.tmp"), "{");

        await Sink().WriteAsync(Window(1, 1), default);

        Assert.DoesNotContain(Files(), static file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_names_that_come_twice_the_first_is_kept()
    {
        foreach (var format in (ITableFormat[])[new NdjsonFormat(), new ParquetFormat()])
            await new FolderSink(new DurableFolder(Path.Combine(_folder, format.Extension)), format, "cluster").WriteAsync(new("lake", new ExportClaim(null, "1", 1, 1, 1), [Sample.Report("1", Sample.Awkward)]), default);

        Assert.Contains("""
            "params":{"media.x":"b"},"custom_metadata":{"k":"first","x":"a"}
            """, await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(_folder, "ndjson", "sessions"), "*", SearchOption.AllDirectories).Single()), StringComparison.Ordinal);
        using var duck = new DuckDBConnection("DataSource=:memory:");
        duck.Open();
        using var query = duck.CreateCommand();
        query.CommandText = $"SELECT to_json(params) || to_json(custom_metadata) FROM '{_folder}/parquet/sessions/*/*/*.parquet'";
        Assert.Equal("""{"media.x":"b"}{"k":"first","x":"a"}""", query.ExecuteScalar());
    }

    [Fact]
    public async Task A_report_that_cannot_be_read_is_a_row_with_an_error()
    {
        var id = Sample.NewId();
        await new FolderSink(new DurableFolder(_folder), new NdjsonFormat(), "cluster").WriteAsync(
            new("lake", new ExportClaim(null, "3", 1, 3, 1), [SessionReport.Unreadable("1", id, "damaged"), Sample.Report("2", "not json"), Sample.Report("3")]), default);

        var lines = Directory.GetFiles(Path.Combine(_folder, "sessions"), "*.ndjson", SearchOption.AllDirectories).Order().SelectMany(File.ReadLines).ToList();
        Assert.Equal(3, lines.Count);
        Assert.Equal($$"""{"session_id":"{{id}}","error":"damaged"}""", lines[0], ignoreCase: false);
        Assert.Contains("not-presentable", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"media_name\":\"Film\"", lines[2], StringComparison.Ordinal);
    }

    private FolderSink Sink() => new(new DurableFolder(_folder), new NdjsonFormat(), "cluster");

    private List<string> Files() => [.. Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Order()];

    private static ExportWindow Window(long first, int count) =>
        new("lake", new ExportClaim(first == 1 ? null : $"{first - 1}", $"{first + count - 1}", first, count, 1), [.. Enumerable.Range(0, count).Select(i => Sample.Report($"{first + i}"))]);

    /// <summary>They are what the manifests say.</summary>
    private static async Task AssertFilesAsync(string folder)
    {
        foreach (var manifest in Directory.GetFiles(Path.Combine(folder, "manifests")))
        {
            foreach (var file in JsonNode.Parse(await File.ReadAllTextAsync(manifest))!["files"]!.AsArray())
                Assert.Equal((string?)file!["sha256"], Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(folder, (string)file["name"]!)))));
        }
    }
}
