namespace SessionGrains.Api.Tests;

public sealed class PlayerTests(Server server) : IClassFixture<Server>
{
    private readonly HttpClient _client = server.Ask();

    [Fact]
    public async Task The_sample_request_gets_the_sample_answer_with_every_header()
    {
        using var answer = await _client.PostAsync("/api/v1/sessions", Sample.Json(Sample.Start));

        Assert.Equal(201, (int)answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        foreach (var (name, expected) in Sample.Page["response"]!["headers"]!.AsObject())
        {
            var value = string.Join(",", answer.Headers.TryGetValues(name, out var own) ? own : answer.Content.Headers.GetValues(name));
            if (name == "Location")
                Assert.Matches("^/api/v1/sessions/[0-9a-f]{64}$", value);
            else
                Assert.Equal((string?)expected, value);
        }
    }

    [Fact]
    public async Task Two_starts_are_two_sessions() => Assert.NotEqual(await _client.OpenSession(), await _client.OpenSession());

    [Fact]
    public async Task An_event_is_204_and_seen_by_who_reads()
    {
        var session = await _client.OpenSession();

        using var answer = await _client.Send(session, Sample.Event("play"));

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("playing", (string?)(await _client.Read(session))["playback"]!["state"]);
    }

    [Fact]
    public async Task After_the_end_a_later_event_is_410_and_a_further_sessionEnd_204()
    {
        var session = await _client.OpenSession();
        using var end = await _client.Send(session, Sample.Event("sessionEnd", 5000));
        using var later = await _client.Send(session, Sample.Event("ping", 6000));
        using var same = await _client.Send(session, Sample.Event("sessionEnd", 5000));
        using var another = await _client.Send(session, Sample.Event("sessionEnd", 7000));

        Assert.Equal([204, 410, 204, 204], new[] { end, later, same, another }.Select(answer => (int)answer.StatusCode));
        Assert.Equal("application/problem+json", later.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("/api/v1/downloaded", null)]
    [InlineData("/api/v1/downloaded", true)]
    [InlineData("/api/v1/sessions", true)]
    public async Task A_downloaded_session_is_closed_when_answered_and_the_same_batch_is_the_same_session(string path, bool? flag)
    {
        var batch = Sample.Downloaded(flag, path + flag);
        using var first = await _client.PostAsync(path, Sample.Json(batch));
        using var second = await _client.PostAsync(path, Sample.Json(batch));

        Assert.Equal([201, 201], new[] { first, second }.Select(answer => (int)answer.StatusCode));
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(batch)));
        Assert.Equal("/api/v1/sessions/" + hash, first.Headers.Location!.OriginalString);
        Assert.Equal("sessionEnd", (string?)(await _client.Read(first.Headers.Location.OriginalString))["closedBy"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(false)]
    public async Task The_deprecated_form_needs_its_flag(bool? flag)
    {
        using var answer = await _client.PostAsync("/api/v1/sessions", Sample.Json(Sample.Downloaded(flag)));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task An_unknown_session_is_404()
    {
        using var answer = await _client.Send("/api/v1/sessions/" + new string('0', 64), Sample.Event("play"));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("BFCCA2CA597A3C71BC03B4CE357833AD02B3570D262ECD0C595FCF8F2AE4DF58")]
    [InlineData("bfcca2ca597a3c71bc03b4ce357833ad02b3570d262ecd0c595fcf8f2ae4df5")]
    [InlineData("bfcca2ca597a3c71bc03b4ce357833ad02b3570d262ecd0c595fcf8f2ae4df588")]
    [InlineData("..%2fbfcca2ca597a3c71bc03b4ce357833ad02b3570d262ecd0c595fcf8f2ae4d")]
    [InlineData("%C3%A4cca2ca597a3c71bc03b4ce357833ad02b3570d262ecd0c595fcf8f2ae4d")]
    [InlineData("bfcca2ca597a3c71bc03b4ce357833ad02b3570d262ecd0c595fcf8f2ae4df5g")]
    [InlineData("%20")]
    public async Task What_cannot_be_an_id_is_404_once_the_body_is_right(string sid)
    {
        var path = $"/api/v1/sessions/{sid}/events";
        using var right = await _client.PostAsync(path, Sample.Json(Sample.Event("play")));
        using var wrong = await _client.PostAsync(path, Sample.Json("{}"));

        Assert.Equal(404, (int)right.StatusCode);
        Assert.Equal(400, (int)wrong.StatusCode);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public async Task The_content_type_does_not_matter(string? type)
    {
        var body = Sample.Json(Sample.Start);
        body.Headers.Remove("Content-Type");
        if (type is not null)
            Assert.True(body.Headers.TryAddWithoutValidation("Content-Type", type));

        using var answer = await _client.PostAsync("/api/v1/sessions", body);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Fact]
    public async Task A_schema_is_served_and_an_unknown_one_is_404()
    {
        using var known = await _client.GetAsync("/api/v1/schemas/ping");
        using var unknown = await _client.GetAsync("/api/v1/schemas/pong");

        Assert.Equal("application/json", known.Content.Headers.ContentType!.ToString());
        Assert.Contains("draft-04", await known.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Contains("sessionStart", await unknown.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Strict_mode_refuses_what_standard_mode_notes()
    {
        await using var strict = new Server().With("Validation:Mode", "strict");
        using var answer = await strict.Ask().PostAsync("/api/v1/sessions", Sample.Json(Sample.Start));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Matches(new Regex("/qoeData/param1"), await answer.Content.ReadAsStringAsync());
    }
}
