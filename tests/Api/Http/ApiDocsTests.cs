using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SessionGrains.Api.Tests.Http;

public sealed class ApiDocsTests(Server server) : IClassFixture<Server>
{
    private const string Refresh = "REFRESH_OPENAPI";

    private readonly HttpClient _client = server.Ask();

    [Fact]
    public async Task The_checked_in_document_is_the_served_one()
    {
        var served = (await _client.GetStringAsync("/openapi/v1.json")).ReplaceLineEndings("\n") + "\n";
        var path = CheckedIn();
        if (Environment.GetEnvironmentVariable(Refresh) == "1")
            await File.WriteAllTextAsync(path, served);

        Assert.True(File.Exists(path) && served == await File.ReadAllTextAsync(path),
            $"docs/openapi.json is not what the server says of itself. Look at the difference after: {Refresh}=1 dotnet test tests/Api --filter ApiDocsTests");
    }

    [Theory]
    [InlineData("Journal")]
    [InlineData("JournalSegment")]
    [InlineData("JournalPoint")]
    public async Task Every_member_of_a_journal_is_described(string schema)
    {
        var members = (await Document())["components"]!["schemas"]![schema]!["properties"]!.AsObject();

        Assert.NotEmpty(members);
        Assert.All(members, member => Assert.True(member.Value!["description"] is not null || member.Value["$ref"] is not null, $"{member.Key} has no description"));
    }

    [Fact]
    public async Task Every_operation_of_the_decisions_is_described_with_examples()
    {
        var paths = (await Document())["paths"]!.AsObject();

        Assert.Equal(
            ["DELETE /api/v1/operator/session", "DELETE /api/v1/quarantine/{sid}", "GET /api/v1/exports", "GET /api/v1/live", "GET /api/v1/live/history", "GET /api/v1/live/stream", "GET /api/v1/operator/session", "GET /api/v1/privacy/erasures/{id}", "GET /api/v1/quarantine", "GET /api/v1/reports", "GET /api/v1/schemas/{eventType}", "GET /api/v1/sessions", "GET /api/v1/sessions/{sid}", "GET /api/v1/sessions/{sid}/stream", "GET /health/live", "GET /health/ready", "POST /api/v1/downloaded", "POST /api/v1/exports/{name}/pause", "POST /api/v1/exports/{name}/resend", "POST /api/v1/exports/{name}/resume", "POST /api/v1/exports/{name}/rewind", "POST /api/v1/operator/session", "POST /api/v1/privacy/erase", "POST /api/v1/sessions", "POST /api/v1/sessions/{sid}/events", "POST /ee/v1/collect", "POST /ee/v1/interact", "POST /ee/v1/privacy/set-consent", "POST /ee/va/v1/{event}"],
            paths.SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}")).Order(StringComparer.Ordinal));
        foreach (var operation in paths.SelectMany(path => path.Value!.AsObject()).Select(operation => operation.Value!))
        {
            Assert.NotEmpty((string?)operation["summary"] ?? "");
            Assert.NotEmpty((string?)operation["description"] ?? "");
            var contents = operation["responses"]!.AsObject().Select(response => response.Value!["content"]).Append(operation["requestBody"]?["content"]).OfType<JsonObject>();
            Assert.All(contents.SelectMany(content => content), content => Assert.NotEmpty(content.Value!["examples"]!.AsObject()));
        }
    }

    [Fact]
    public async Task Every_example_of_a_request_is_accepted_as_it_stands()
    {
        // With a store that can do everything.
        var folder = Directory.CreateTempSubdirectory("sg-examples-");
        await using var stored = new Server().With("Storage:Provider", "Sqlite").With("Storage:Sqlite:Path", Path.Combine(folder.FullName, "sessions.db"));
        var client = stored.Ask();
        var session = await client.OpenSession();
        var edgeSession = await client.OpenEdgeSession();
        foreach (var (path, operations) in (await Document())["paths"]!.AsObject())
        {
            if (operations!["post"]?["requestBody"]?["content"]?["application/json"]?["examples"] is not JsonObject examples)
                continue;

            // This server has no sink; ExportRewindsTests has one.
            if (path.Contains("{name}", StringComparison.Ordinal))
                continue;

            foreach (var (name, example) in examples)
            {
                var target = path.Replace("/api/v1/sessions/{sid}", session, StringComparison.Ordinal).Replace("{event}", "play", StringComparison.Ordinal);
                var body = Regex.Replace(example!["value"]!.ToJsonString(), "(?<=\"sessionID\":\")[0-9a-f]{64}", edgeSession);
                using var answer = await client.PostAsync(target + (path.StartsWith("/ee/", StringComparison.Ordinal) ? "?configId=films" : ""), Sample.Json(body));
                Assert.True((int)answer.StatusCode is >= 200 and < 300 and not 207, $"{path} {name}: {await answer.Content.ReadAsStringAsync()}");
            }
        }

        await stored.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_example_of_a_session_has_the_members_of_a_session()
    {
        var example = (await Document())["paths"]!["/api/v1/sessions/{sid}"]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["examples"]!["session"]!["value"]!;
        var read = await _client.Read(await _client.OpenSession());

        Assert.Equal(read.AsObject().Select(member => member.Key), example.AsObject().Select(member => member.Key));
        Assert.Equal(read["metrics"]!.AsObject().Select(member => member.Key), example["metrics"]!.AsObject().Select(member => member.Key));
    }

    [Fact]
    public async Task The_example_of_the_end_of_a_session_has_the_members_of_that_row()
    {
        var examples = (await Document())["paths"]!["/api/v1/reports"]!["get"]!["responses"]!["200"]!["content"]!["application/x-ndjson"]!["examples"]!;
        using var answer = await _client.PostAsync("/api/v1/downloaded", Sample.Json(Sample.Downloaded(null)));
        var rows = (await _client.GetStringAsync("/api/v1/reports?rows=true")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!);

        var end = rows.First(row => (string?)row["kind"] == "sessionEnd").AsObject();

        Assert.Equal(end.Select(member => member.Key), examples["row-session-end"]!["value"]!.AsObject().Select(member => member.Key));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/tracking")]
    public async Task The_page_works_without_internet(string pathBase)
    {
        await using var based = new Server().With("PathBase", pathBase);
        var client = based.Ask();

        var page = await client.GetStringAsync(pathBase + "/docs/");
        using var script = await client.GetAsync(pathBase + "/docs/scalar.js");
        var document = JsonNode.Parse(await client.GetStringAsync(pathBase + "/openapi/v1.json"))!;

        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, pathBase + "/docs/"));
        using var redirect = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, pathBase + "/docs"));

        Assert.Equal(200, (int)head.StatusCode);
        Assert.InRange((int)redirect.StatusCode, 200, 399);
        Assert.Matches("\"showDeveloperTools\": ?\"never\"", page);
        Assert.DoesNotContain("://", page);
        Assert.Equal(200, (int)script.StatusCode);
        Assert.True(script.Content.Headers.ContentLength > 100_000);
        Assert.Equal(pathBase.Length == 0 ? "/" : pathBase, (string?)document["servers"]![0]!["url"]);
    }

    private async Task<JsonNode> Document() => JsonNode.Parse(await _client.GetStringAsync("/openapi/v1.json"))!;

    private static string CheckedIn([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/openapi.json"));
}
