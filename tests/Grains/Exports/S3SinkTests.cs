using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using Microsoft.AspNetCore.Http;
using SessionGrains.Exports;
using SessionGrains.Silo.Exports;
using SessionGrains.Silo.Exports.Folders;
using SessionGrains.Silo.Exports.S3;
using SessionGrains.Silo.Files;

namespace SessionGrains.Grains.Tests;

/// <summary>Windows on a real S3 server: the same files as in a folder, and a refusal says what to do.</summary>
public sealed class S3SinkTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sg-s3-sinks-").FullName;
    private S3Process? _server;

    public async Task InitializeAsync() => _server = S3Process.Missing is null ? await S3Process.StartAsync() : null;

    public async Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [S3Theory]
    [InlineData("s3://warehouse/a/lake", "WHEN_REQUIRED")]
    [InlineData("s3://warehouse/größe 😀+%20/x/", "when_supported")]
    [InlineData("S3://warehouse", "WHEN_REQUIRED")]
    public async Task The_objects_are_the_files_that_a_folder_would_have(string path, string checksums)
    {
        ExportWindow[] windows = [Window(1, 40), Window(41, 1), new("lake", new("41", "44", 42, 3, 1), [SessionReport.Unreadable("42", null, "damaged"), Sample.Report("43", Sample.Awkward), Sample.Report("44")])];
        var (s3, folder) = (Files(path, options => options.RequestChecksumCalculation = checksums), new DurableFolder(_folder));
        foreach (var window in windows)
        {
            await new FolderSink(s3, new ParquetFormat(), "cluster").WriteAsync(window, default);
            await new FolderSink(folder, new ParquetFormat(), "cluster").WriteAsync(window, default);
        }

        var names = Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder, file)).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(windows.Length, names.Count(static name => name.StartsWith("manifests/", StringComparison.Ordinal)));
        foreach (var name in names)
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(_folder, name)), await s3.ReadAsync(name, default));
        Assert.Equal(names.Where(static name => name.StartsWith("manifests/", StringComparison.Ordinal)).Select(Path.GetFileName), (await ListAsync(s3, "manifests")).Order(StringComparer.Ordinal));
    }

    [S3Fact]
    public async Task Many_who_write_the_same_windows_at_once_leave_each_session_once()
    {
        var windows = Windows(12);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => WriteAllAsync(windows))));
        await AssertOnceAsync(windows);
    }

    [S3Fact]
    public async Task A_server_that_is_killed_loses_and_doubles_nothing()
    {
        var windows = Windows(40);
        var writing = Task.Run(() => WriteAllAsync(windows));
        var kills = 0;
        for (; kills < 5 && !writing.IsCompleted; kills++)
        {
            await Task.Delay(150);
            _server!.Kill();
            await _server.StartAgainAsync();
        }

        await writing;
        Assert.True(kills >= 3, $"{kills} kills");
        await AssertOnceAsync(windows);
    }

    [S3Fact]
    public async Task A_place_that_goes_back_has_each_session_once_afterwards()
    {
        var windows = Windows(8);
        await WriteAllAsync(windows);

        await new FolderSink(Files(), new ParquetFormat(), "cluster").TakeBackAsync("lake", new(windows[3].Claim.Until, windows[3].Claim.Last, 2), default);
        Assert.Equal(4, (await ListAsync(Files(), "manifests")).Count);
        Assert.Equal(4, (await ListAsync(Files(), "manifests")).Count(name => string.CompareOrdinal(name, $"{windows[4].Claim.First:D12}") < 0));

        await WriteAllAsync([.. windows.Skip(4).Select(static window => window with { Claim = window.Claim with { Epoch = 3 } })]);
        await AssertOnceAsync(windows);
    }

    /// <summary>The server writes on no condition: both may take the place for theirs at first, and one of them finds out.</summary>
    [S3Fact]
    public async Task Of_two_clusters_that_begin_at_once_one_goes_on()
    {
        for (var round = 0; round < 10; round++)
        {
            var place = $"s3://warehouse/{round}";
            var first = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => FailureAsync(place, i, Window(1, 1))));
            var later = await Task.WhenAll(Enumerable.Range(0, 2).Select(i => FailureAsync(place, i, Window(2, 1))));

            Assert.True(first.Count(static failure => failure is not null) <= 1);
            Assert.Contains("set another Exports:lake:Path", Assert.Single(later.OfType<string>()), StringComparison.Ordinal);
        }

        Task<string?> FailureAsync(string place, int cluster, ExportWindow window) =>
            Task.Run(async () => (await Record.ExceptionAsync(() => new FolderSink(Files(place), new NdjsonFormat(), $"cluster-{cluster}").WriteAsync(window, default)))?.Message);
    }

    [S3Fact]
    public async Task More_names_than_a_page_are_listed_and_removed_ones_are_gone()
    {
        var s3 = Files();
        for (var i = 0; i < 1_005; i++)
            await s3.WriteAsync($"manifests/{i:D12}-{i:D12}.json", "{}"u8.ToArray(), default);
        await s3.WriteAsync("manifests/below/x.json", "{}"u8.ToArray(), default);
        await s3.DeleteAsync("manifests/000000000007-000000000007.json", default);

        Assert.Equal(Enumerable.Range(0, 1_005).Where(static i => i != 7).Select(static i => $"{i:D12}-{i:D12}.json"), (await ListAsync(s3, "manifests")).Order(StringComparer.Ordinal));
        Assert.Null(await s3.ReadAsync("manifests/000000000007-000000000007.json", default));
        Assert.Empty(await ListAsync(s3, "nothing"));
    }

    [S3Theory]
    [InlineData("s3://no-such-bucket/x", "S3RVER", "S3RVER", "There is no bucket no-such-bucket: make it, or check AccessKey")]
    [InlineData("s3://warehouse/x", "S3RVER", "wrong", "refuses access to s3://warehouse/x (SignatureDoesNotMatch")]
    [InlineData("s3://warehouse/x", "nobody", "S3RVER", "refuses access to s3://warehouse/x (InvalidAccessKeyId")]
    public async Task A_refusal_says_what_to_do(string path, string key, string secret, string message)
    {
        var sink = new FolderSink(Files(path, options => (options.AccessKey, options.SecretKey) = (key, secret)), new ParquetFormat(), "cluster");

        var told = (await Assert.ThrowsAsync<InvalidOperationException>(() => sink.WriteAsync(Window(1, 1), default))).Message;

        Assert.Contains(message, told, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(301, "<Error><Code>PermanentRedirect</Code><Message>elsewhere</Message></Error>", "The bucket warehouse is elsewhere")]
    [InlineData(403, "", "refuses access to s3://warehouse/lake")]
    [InlineData(500, "<Error><Code>InternalError</Code><Message>oh</Message></Error>", "does not do what it was asked to (500 InternalError): oh")]
    [InlineData(503, "<html>", "does not do what it was asked to (503")]
    [InlineData(404, "<html>no such page", "does not do what it was asked to (404")]
    [InlineData(200, "garbage", "")]
    public async Task Whatever_a_server_answers_the_window_fails_and_says_why(int status, string body, string message)
    {
        await using var server = await TinyServer.StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(body);
        });
        var sink = new FolderSink(Files(endpoint: server.Address.ToString()), new ParquetFormat(), "cluster");

        var failure = await Record.ExceptionAsync(() => sink.WriteAsync(Window(1, 1), default));

        Assert.NotNull(failure);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_connection_is_told_in_a_line()
    {
        var sink = new FolderSink(Files(endpoint: "http://127.0.0.1:1"), new ParquetFormat(), "cluster");

        Assert.DoesNotContain('\n', (await Assert.ThrowsAnyAsync<Exception>(() => sink.WriteAsync(Window(1, 1), default))).Message);
    }

    private static ExportWindow Window(long first, int count) =>
        new("lake", new ExportClaim(first == 1 ? null : $"{first - 1}", $"{first + count - 1}", first, count, 1), [.. Enumerable.Range(0, count).Select(i => Sample.Report($"{first + i}"))]);

    private static List<ExportWindow> Windows(int count) => [.. Enumerable.Range(0, count).Select(static i => Window((i * 20) + 1, 20))];

    /// <summary>Tries again as an exporter does.</summary>
    private async Task WriteAllAsync(List<ExportWindow> windows)
    {
        var sink = new FolderSink(Files(), new ParquetFormat(), "cluster");
        foreach (var window in windows)
        {
            while (await Record.ExceptionAsync(() => sink.WriteAsync(window, default)) is { } failure)
            {
                Assert.False(failure.Message.Contains("set back", StringComparison.Ordinal), failure.ToString());
                await Task.Delay(50);
            }
        }
    }

    /// <summary>Takes the files that manifests name, and has DuckDB read them.</summary>
    private async Task AssertOnceAsync(List<ExportWindow> windows)
    {
        var (s3, rows) = (Files(), 0L);
        foreach (var name in await ListAsync(s3, "manifests"))
        {
            foreach (var file in JsonNode.Parse((await s3.ReadAsync("manifests/" + name, default))!)!["files"]!.AsArray())
            {
                var content = (await s3.ReadAsync((string)file!["name"]!, default))!;
                Assert.Equal((string?)file["sha256"], Convert.ToHexStringLower(SHA256.HashData(content)));
                await File.WriteAllBytesAsync(Path.Combine(_folder, $"{Guid.NewGuid():N}.{(string)file["table"]!}.parquet"), content);
                rows += (long)file["rows"]!;
            }
        }

        var sessions = windows.SelectMany(static window => window.Reports).Select(static report => report.Session.SessionId).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(sessions, Query("sessions"));
        Assert.Equal(rows - sessions.Count, Query("rows").Count);

        List<string> Query(string table)
        {
            using var duck = new DuckDBConnection("DataSource=:memory:");
            duck.Open();
            using var query = duck.CreateCommand();
            query.CommandText = $"SELECT session_id FROM '{_folder}/*.{table}.parquet' ORDER BY 1";
            using var reader = query.ExecuteReader();
            var texts = new List<string>();
            while (reader.Read())
                texts.Add(reader.GetString(0));
            return texts;
        }
    }

    private static async Task<List<string>> ListAsync(S3Files files, string folder)
    {
        var names = new List<string>();
        await foreach (var name in files.ListAsync(folder, default))
            names.Add(name);
        return names;
    }

    private S3Files Files(string path = "s3://warehouse/lake", Action<FolderSinkOptions>? change = null, string? endpoint = null)
    {
        var options = new FolderSinkOptions { Path = path, Endpoint = endpoint ?? _server!.Endpoint, AccessKey = S3Process.Key, SecretKey = S3Process.Key };
        change?.Invoke(options);
        return S3Settings.Open("lake", options);
    }
}
