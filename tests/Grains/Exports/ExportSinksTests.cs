using Microsoft.Extensions.Configuration;
using SessionGrains.Exports;
using SessionGrains.Silo.Exports;
using SessionGrains.Silo.Exports.Folders;
using SessionGrains.Silo.Exports.Webhooks;
using SessionGrains.Silo.Startup;
using SessionGrains.Silo.Storage;

namespace SessionGrains.Grains.Tests;

/// <summary>Wrong settings are refused in one line; a folder belongs to one sink.</summary>
public sealed class ExportSinksTests : IDisposable
{
    /// <summary>24 bytes, the least.</summary>
    private const string Key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly string _folder = Directory.CreateTempSubdirectory("sg-sinks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("lake:Kind=Parquet", "Exports:lake:Path is missing")]
    [InlineData("lake:Kind=Excel lake:Path=x", "Exports:lake:Kind is 'Excel': set it to Parquet or File or PostgreSQL or Webhook.")]
    [InlineData("lake:Path=x", "Exports:lake:Kind is ''")]
    [InlineData("Lake:Kind=File Lake:Path=x", "Exports:Lake is no name for a sink")]
    [InlineData("lake:Kind=File lake:Path=x lake:Window=00:00:00", "Exports:lake:Window is 00:00:00: it must be from 00:00:01 to 1.00:00:00")]
    [InlineData("lake:Kind=File lake:Path=x lake:MaxSessions=0", "Exports:lake:MaxSessions is 0: it must be from 1 to 100000.")]
    [InlineData("lake:Kind=File lake:Path=x lake:MaxSessions=many", "lake")]
    [InlineData("db:Kind=PostgreSQL", "Exports:db:ConnectionString is missing")]
    [InlineData("db:Kind=PostgreSQL db:ConnectionString=nonsense", "Exports:db:ConnectionString cannot be read")]
    [InlineData("db:Kind=PostgreSQL db:ConnectionString=x db:Schema=a.b", "Exports:db:Schema is 'a.b'")]
    [InlineData("w:Kind=Webhook", "Exports:w:Url is missing: set it to the address that takes the sessions")]
    [InlineData("w:Kind=Webhook w:Url=/sessions", "Exports:w:Url is not an absolute http or https address")]
    [InlineData("w:Kind=Webhook w:Url=ftp://h/x", "Exports:w:Url is not an absolute http or https address")]
    [InlineData("w:Kind=Webhook w:Url=https://user:pass@h/x", "Exports:w:Url is not an absolute http or https address without user name and password")]
    [InlineData("w:Kind=Webhook w:Url=http://h/x", "Exports:w:Secret is missing: set it to whsec_")]
    [InlineData("w:Kind=Webhook w:Url=http://h/x w:MaxBatch=0 w:Secret=" + Key, "Exports:w:MaxBatch is 0: it must be from 1 to 1000.")]
    [InlineData("w:Kind=Webhook w:Url=http://h/x w:MaxBatch=1001 w:Secret=" + Key, "Exports:w:MaxBatch is 1001: it must be from 1 to 1000.")]
    [InlineData("w:Kind=Webhook w:Url=http://h/x w:Timeout=00:00:00.9 w:Secret=" + Key, "Exports:w:Timeout is 00:00:00.9000000: it must be from 00:00:01 to 00:01:00")]
    [InlineData("w:Kind=Webhook w:Url=http://h/x w:Timeout=00:01:01 w:Secret=" + Key, "Exports:w:Timeout is 00:01:01: it must be from 00:00:01 to 00:01:00")]
    public void A_wrong_setting_is_refused(string settings, string message) => Assert.Contains(message, Assert.Throws<StartRefusedException>(() => Open(settings)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_")]
    [InlineData("whsec_hunter2%hunter2%hunter2%hunter2%")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaQ=")]
    [InlineData("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void A_wrong_secret_is_refused_and_not_repeated(string secret)
    {
        const string Rest = "w:Kind=Webhook w:Url=http://h/x ";
        Assert.StartsWith("Exports:w:Secret cannot be read: set it to whsec_ and 24 to 64 random bytes in base64", Refusal($"{Rest} w:Secret={secret}"), StringComparison.Ordinal);
        Assert.StartsWith("Exports:w:PreviousSecret cannot be read: remove it", Refusal($"{Rest} w:Secret={Key} w:PreviousSecret={secret}"), StringComparison.Ordinal);

        string Refusal(string settings)
        {
            var message = Assert.Throws<StartRefusedException>(() => Open(settings)).Message;
            Assert.DoesNotContain('\n', message);
            Assert.True(secret == "whsec_" || !message.Contains(secret, StringComparison.Ordinal));
            return message;
        }
    }

    [Theory]
    [InlineData("w:MaxBatch=1 w:Timeout=00:00:01")]
    [InlineData("w:MaxBatch=1000 w:Timeout=00:01:00")]
    [InlineData("w:PreviousSecret=" + Key)]
    public void Right_settings_of_a_webhook_are_taken(string settings) =>
        Assert.IsType<WebhookSink>(Open($"w:Kind=Webhook w:Url=https://example.com/x?y w:Secret={Key} {settings}").Open("w"));

    [Theory]
    [InlineData(StorageProvider.Memory)]
    [InlineData(StorageProvider.OrleansRedis)]
    public void A_store_that_keeps_no_reports_is_refused(StorageProvider store) =>
        Assert.Contains("set Storage:Provider to Sqlite or Redis", Assert.Throws<StartRefusedException>(() => Open("lake:Kind=File lake:Path=x", store)).Message, StringComparison.Ordinal);

    [Fact]
    public void Without_the_section_there_are_none() => Assert.Empty(Open("").All);

    [Fact]
    public async Task A_folder_of_another_sink_or_cluster_is_left_alone()
    {
        await new FolderSink(_folder, new NdjsonFormat(), "cluster").WriteAsync(Window("lake"), default);
        var before = Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Order().ToList();

        foreach (var (format, cluster, sink) in new (ITableFormat, string, string)[] { (new NdjsonFormat(), "other", "lake"), (new NdjsonFormat(), "cluster", "lines"), (new ParquetFormat(), "cluster", "lake") })
            Assert.Contains("set another Exports:", (await Assert.ThrowsAsync<InvalidOperationException>(() => new FolderSink(_folder, format, cluster).WriteAsync(Window(sink), default))).Message, StringComparison.Ordinal);

        Assert.Equal(before, Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Order());
    }

    [Fact]
    public async Task A_window_that_is_written_again_is_the_same_files()
    {
        var window = Window("lake");
        var first = await Write(window);
        var second = await Write(window with { Claim = window.Claim with { Epoch = 9 } });

        Assert.Equal(first.Keys, second.Keys);
        Assert.All(first.Where(static file => !file.Key.Contains("manifests", StringComparison.Ordinal)), file => Assert.Equal(file.Value, second[file.Key]));

        async Task<SortedDictionary<string, string>> Write(ExportWindow written)
        {
            await new FolderSink(_folder, new ParquetFormat(), "cluster").WriteAsync(written, default);
            return new(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).ToDictionary(static file => file, static file => Convert.ToBase64String(File.ReadAllBytes(file))));
        }
    }

    [Fact]
    public async Task A_report_that_cannot_be_read_is_a_row_with_an_error()
    {
        var id = Sample.NewId();
        await new FolderSink(_folder, new NdjsonFormat(), "cluster").WriteAsync(
            new("lake", new ExportClaim(null, "3", 1, 3, 1), [SessionReport.Unreadable("1", id, "damaged"), Sample.Report("2", "not json"), Sample.Report("3")]), default);

        var lines = Directory.GetFiles(Path.Combine(_folder, "sessions"), "*.ndjson", SearchOption.AllDirectories).Order().SelectMany(File.ReadLines).ToList();
        Assert.Equal(3, lines.Count);
        Assert.Equal($$"""{"session_id":"{{id}}","error":"damaged"}""", lines[0], ignoreCase: false);
        Assert.Contains("not-presentable", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"media_name\":\"Film\"", lines[2], StringComparison.Ordinal);
    }

    private static ExportWindow Window(string sink) => new(sink, new ExportClaim(null, "2", 1, 2, 1), [Sample.Report("1"), Sample.Report("2")]);

    private static ExportSinks Open(string settings, StorageProvider store = StorageProvider.Sqlite) => new(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static one => one.Split('=', 2)).Select(static one => KeyValuePair.Create("Exports:" + one[0], (string?)one[1])))
            .Build().GetSection(ExportOptions.Sinks),
        store, "cluster");
}
