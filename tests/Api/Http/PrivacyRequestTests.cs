namespace SessionGrains.Api.Tests;

/// <summary>What may be asked of erasures, of one server.</summary>
public sealed class PrivacyRequestTests(PrivacyRequestTests.ServerWithFile server) : IClassFixture<PrivacyRequestTests.ServerWithFile>
{
    private const string Erase = "/api/v1/privacy/erase";

    [Theory]
    [InlineData("", "empty")]
    [InlineData("{", "json")]
    [InlineData("[]", "type")]
    [InlineData("null", "type")]
    [InlineData("{}", "required")]
    [InlineData("""{"visitorId":""}""", "empty")]
    [InlineData("""{"visitorId":"  "}""", "empty")]
    [InlineData("""{"visitorId":null}""", "type")]
    [InlineData("""{"visitorId":17}""", "type")]
    [InlineData("""{"visitorId":["a"]}""", "type")]
    [InlineData("""{"visitorId":"a","ecid":"12345678901234567890123456789012345678"}""", "value")]
    [InlineData("""{"visitorId":"a","visitorId":"b"}""", "json")]
    [InlineData("""{"visitorID":"a"}""", "unknown-member")]
    [InlineData("""{"visitorId":"a","more":1}""", "unknown-member")]
    [InlineData("""{"ecid":"1234"}""", "pattern")]
    [InlineData("""{"ecid":"1234567890123456789012345678901234567x"}""", "pattern")]
    [InlineData("""{"visitorId":"\ud800"}""", "json")]
    [InlineData("""{"visitorId":"a"} x""", "json")]
    public async Task A_body_that_names_no_viewer_is_refused(string body, string code)
    {
        using var client = server.Asked.Ask();
        using var answer = await client.PostAsync(Erase, Sample.Json(body));

        await answer.AssertProblem(400);
        Assert.Equal(code, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]![0]!["code"]);
    }

    [Theory]
    [InlineData(1_024, 202)]
    [InlineData(1_025, 400)]
    [InlineData(60_000, 400)]
    [InlineData(2_000_000, 413)]
    public async Task A_long_id_is_taken_up_to_its_limit(int length, int status)
    {
        using var client = server.Asked.Ask();
        using var answer = await client.PostAsync(Erase, Sample.Json($$"""{"visitorId":"{{new string('v', length)}}"}"""));

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("nobody")]
    [InlineData("queue")]
    public async Task A_receipt_that_nobody_has_is_not_found(string id)
    {
        using var client = server.Asked.Ask();
        using var answer = await client.GetAsync($"/api/v1/privacy/erasures/{id}");

        await answer.AssertProblem(404);
    }

    public sealed class ServerWithFile : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("sg-privacy-").FullName;

        public ServerWithFile() => Asked = new Server().FromEverywhere().With("Storage:Provider", "Sqlite").With("Storage:Sqlite:Path", Path.Combine(_folder, "sessions.db"));

        public Server Asked { get; }

        public void Dispose()
        {
            Asked.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
