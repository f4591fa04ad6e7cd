using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SessionGrains.Grains.Tests;

/// <summary>The files that the compose profile <c>warehouse</c> mounts fit each other.</summary>
public sealed partial class WarehouseFilesTests : IDisposable
{
    private const string Password = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";

    private readonly string _folder = Directory.CreateTempSubdirectory("sg-warehouse-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_panel_has_a_title_a_description_a_unit_and_the_data_source_that_is_provisioned()
    {
        var provisioned = Uid().Match(File.ReadAllText(GrafanaDashboard.Deployed("grafana/warehouse/provisioning/datasources/warehouse.yml"))).Groups[1].Value;
        Assert.NotEmpty(provisioned);
        var panels = GrafanaDashboard.Panels().ToList();

        Assert.All(panels, panel =>
        {
            Assert.All(new[] { "title", "description" }, name => Assert.False(string.IsNullOrWhiteSpace((string?)panel[name])));
            Assert.False(string.IsNullOrEmpty((string?)panel["fieldConfig"]!["defaults"]!["unit"]));
            Assert.All(panel["targets"]!.AsArray().Append(panel), one => Assert.Equal((provisioned, "grafana-postgresql-datasource"), ((string?)one!["datasource"]!["uid"], (string?)one["datasource"]!["type"])));
            Assert.Contains((string?)panel["targets"]![0]!["format"], (string?)panel["type"] == "timeseries" ? ["time_series"] : new[] { "table" });
            Assert.Equal((string?)panel["title"] != "Newest session", ((string)panel["targets"]![0]!["rawSql"]!).Contains("$__timeFilter(closed_at)", StringComparison.Ordinal));
        });
        Assert.Equal(panels.Count, panels.Select(static panel => (int)panel["id"]!).Distinct().Count());
        Assert.Equal(panels.Count, panels.Select(static panel => (string)panel["title"]!).Distinct().Count());
    }

    [Fact]
    public void Panels_are_within_the_page_and_do_not_overlap()
    {
        var cells = GrafanaDashboard.Panels().SelectMany(static panel => CellsOf(panel["gridPos"]!)).ToList();

        Assert.All(cells, static cell => Assert.InRange(cell.X, 0, 23));
        Assert.Equal(cells.Count, cells.Distinct().Count());
    }

    [Fact]
    public void Columns_with_units_of_their_own_are_columns_of_the_query() => Assert.All(
        GrafanaDashboard.Panels().SelectMany(static panel => panel["fieldConfig"]!["overrides"]!.AsArray().Select(one => (Name: (string)one!["matcher"]!["options"]!, Sql: (string)panel["targets"]![0]!["rawSql"]!))),
        static column => Assert.Matches($@"\bAS {column.Name}\b", column.Sql));

    [Fact]
    public void The_dashboards_of_one_Grafana_have_different_ids()
    {
        var other = JsonNode.Parse(File.ReadAllText(GrafanaDashboard.Deployed("grafana/dashboards/session-grains.json")))!;
        var mine = GrafanaDashboard.Read();

        Assert.NotEqual((string?)other["uid"], (string?)mine["uid"]);
        Assert.NotEqual((string?)other["title"], (string?)mine["title"]);
        Assert.Equal((int)other["schemaVersion"]!, (int)mine["schemaVersion"]!);
    }

    [Theory]
    [InlineData("", Password, Password, "Set WAREHOUSE_KIND=PostgreSQL in .env")]
    [InlineData("None", Password, Password, "Set WAREHOUSE_KIND=PostgreSQL in .env")]
    [InlineData("PostgreSQL", "", Password, "Set WAREHOUSE_PASSWORD in .env")]
    [InlineData("PostgreSQL", "short", Password, "Set WAREHOUSE_PASSWORD in .env")]
    [InlineData("PostgreSQL", Password + ";Host=elsewhere", Password, "Set WAREHOUSE_PASSWORD in .env")]
    [InlineData("PostgreSQL", Password, "", "Set WAREHOUSE_READ_PASSWORD in .env")]
    [InlineData("PostgreSQL", Password, Password + " ", "Set WAREHOUSE_READ_PASSWORD in .env")]
    public async Task PostgreSQL_does_not_start_without_what_it_needs(string kind, string password, string readPassword, string said)
    {
        var (code, output) = await StartAsync(kind, password, readPassword);

        Assert.Equal(1, code);
        Assert.StartsWith(said, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_it_PostgreSQL_is_started_by_its_image_with_a_password_that_nobody_knows()
    {
        var (first, second) = (await StartAsync("PostgreSQL", Password, Password), await StartAsync("PostgreSQL", Password, Password));

        Assert.Matches("^postgres -c x=y [0-9a-f]{64}\n$", first.Output);
        Assert.NotEqual(first.Output, second.Output);
    }

    /// <summary>The script that starts the container, with a stand-in for the image's own.</summary>
    private async Task<(int Code, string Output)> StartAsync(string kind, string password, string readPassword)
    {
        var entryPoint = Path.Combine(_folder, "docker-entrypoint.sh");
        await File.WriteAllTextAsync(entryPoint, "#!/bin/sh\necho \"$@\" \"$POSTGRES_PASSWORD\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(entryPoint, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var script = new ProcessStartInfo("sh", [GrafanaDashboard.Deployed("warehouse/start.sh"), "-c", "x=y"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        script.Environment["PATH"] = $"{_folder}:{script.Environment["PATH"]}";
        script.Environment["WAREHOUSE_KIND"] = kind;
        script.Environment["WAREHOUSE_PASSWORD"] = password;
        script.Environment["WAREHOUSE_READ_PASSWORD"] = readPassword;
        using var process = Process.Start(script)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    private static IEnumerable<(int X, int Y)> CellsOf(JsonNode place) =>
        from x in Enumerable.Range((int)place["x"]!, (int)place["w"]!)
        from y in Enumerable.Range((int)place["y"]!, (int)place["h"]!)
        select (x, y);

    [GeneratedRegex(@"^ +uid: (\S+)$", RegexOptions.Multiline)]
    private static partial Regex Uid();
}
