using DuckDB.NET.Data;

namespace SessionGrains.Api.Tests;

/// <summary>What docs/reports.md tells data engineers: the reader, the query and the table.</summary>
public sealed class ReportsPageTests : IDisposable
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "reports.md"));

    private readonly string _folder = Directory.CreateTempSubdirectory("sg-rows-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_reader_gets_each_row_once_and_the_query_counts_completed_ads_by_advertiser_and_hour()
    {
        using var server = new RealServer();
        using var client = server.Ask();
        await RunReader(server.Address);
        await client.SendDownloaded(SessionWithAds.Body("one", ("Acme", "adComplete"), ("Acme", "adSkip"), ("Acme", null), ("Soap & Sons", "adComplete"), ("Acme", "adComplete")));
        await client.SendDownloaded(SessionWithAds.Body("two", ("Acme", "adComplete")));
        await RunReader(server.Address);
        await client.SendDownloaded(SessionWithAds.Body("three", [.. Enumerable.Repeat(("Acme", "adSkip"), 8), ("Acme", "adComplete")]));
        await RunReader(server.Address);
        await RunReader(server.Address);

        var read = Directory.GetFiles(_folder, "*.ndjson", SearchOption.AllDirectories).Order(StringComparer.Ordinal).SelectMany(File.ReadLines);
        Assert.Equal((await client.GetStringAsync("/api/v1/reports?rows=true")).Split('\n', StringSplitOptions.RemoveEmptyEntries), read);
        Assert.Equal([("Acme", 5, 3), ("Acme", 6, 1), ("Soap & Sons", 5, 1)], Query().OrderBy(static line => line.Advertiser, StringComparer.Ordinal).ThenBy(static line => line.Hour));
    }

    [Fact]
    public async Task The_table_has_every_member_of_every_kind_of_row()
    {
        await using var server = new Server();
        using var client = server.Ask();
        await client.SendDownloaded(SessionWithAds.Body("many", [.. Enumerable.Repeat(("Acme", (string?)null), 201)]));
        var rows = (await client.GetStringAsync("/api/v1/reports?rows=true&limit=1000")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => JsonNode.Parse(line)!.AsObject()).ToArray();

        var common = Members("All rows");
        foreach (var (heading, kind) in new[] { ("`sessionStart`", "sessionStart"), ("`adStart` and `adEnd`", "adStart"), ("`adStart` and `adEnd`", "adEnd"), ("`chapterEnd`", "chapterEnd"), ("`sessionEnd`", "sessionEnd"), ("`remainder`", "remainder") })
        {
            Assert.Empty(rows.First(row => (string?)row["kind"] == kind).Select(static member => member.Key).Except(common).Except(Members(heading)));
        }
    }

    [Fact]
    public async Task Ads_beyond_the_list_are_in_the_remainder_and_the_rows_add_up()
    {
        await using var server = new Server();
        using var client = server.Ask();
        await client.SendDownloaded(SessionWithAds.Body("many", [.. Enumerable.Repeat(("Acme", "adComplete"), 150), .. Enumerable.Repeat(("Acme", "adSkip"), 70), ("Acme", null)]));

        var rows = (await client.GetStringAsync("/api/v1/reports?rows=true&limit=1000")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!).ToArray();

        AddedUp.AssertEqual(rows);
        Assert.Equal(("remainder", 21, 0, 20, 210m), ((string?)rows[^1]["kind"], (int)rows[^1]["adCount"]!, (int)rows[^1]["adCompletes"]!, (int)rows[^1]["adSkips"]!, (decimal)rows[^1]["adTimeSpent"]!));
    }

    private static IEnumerable<string> Members(string heading) =>
        Regex.Matches(Regex.Match(Page, $@"### {Regex.Escape(heading)}\n(.*?)(\n###|$)", RegexOptions.Singleline).Groups[1].Value, @"^\| (?<cell>[^|]*) \|", RegexOptions.Multiline)
            .SelectMany(static line => Regex.Matches(line.Groups["cell"].Value, "`(\\w+)`")).Select(static name => name.Groups[1].Value);

    /// <summary>The only block of code in a language.</summary>
    private static string Block(string heading, string language) =>
        Regex.Match(Page, $@"### {heading}\n.*?```{language}\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;

    private async Task RunReader(Uri address)
    {
        var info = new ProcessStartInfo("sh", ["-c", Block("A reader in ten lines", "sh")]) { WorkingDirectory = _folder, RedirectStandardError = true };
        (info.Environment["URL"], info.Environment["KEY"]) = (address.ToString().TrimEnd('/'), "none is needed here");
        using var reader = Process.Start(info)!;
        var said = await reader.StandardError.ReadToEndAsync();
        await reader.WaitForExitAsync();
        Assert.True(reader.ExitCode == 0, said);
    }

    private List<(string Advertiser, int Hour, int Completed)> Query()
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Block("Completed ads by advertiser and hour", "sql").Replace("'rows/*.ndjson'", $"'{_folder}/rows/*.ndjson'", StringComparison.Ordinal);
        using var reader = command.ExecuteReader();
        var lines = new List<(string, int, int)>();
        while (reader.Read())
            lines.Add((reader.GetString(0), reader.GetDateTime(1).Hour, (int)reader.GetInt64(2)));

        return lines;
    }
}
