using System.Runtime.CompilerServices;

namespace SessionGrains.Api.Tests.Explaining;

/// <summary>The explanation over HTTP.</summary>
public sealed class ExplanationApiTests(Server server) : IClassFixture<Server>
{
    private readonly HttpClient _client = server.Ask();

    [Fact]
    public async Task The_example_of_the_documentation_is_what_the_server_answers()
    {
        using var opened = await _client.PostAsync("/api/v1/sessions", Sample.Json(ScriptedSession.StartJson()));
        var session = opened.Headers.Location!.OriginalString;
        string[] events =
        [
            ScriptedSession.EventJson("adBreakStart", 0), ScriptedSession.EventJson("adStart", 0), ScriptedSession.EventJson("play", 0),
            ScriptedSession.EventJson("adComplete", 15), ScriptedSession.EventJson("adBreakComplete", 15),
            .. Enumerable.Range(1, 9).Select(ping => ScriptedSession.EventJson("ping", 15 + (ping * 10), ping * 10)),
            ScriptedSession.EventJson("sessionComplete", 105, 90),
        ];
        foreach (var one in events)
        {
            using var answer = await _client.Send(session, one);
            Assert.Equal(204, (int)answer.StatusCode);
        }

        var explanation = (await _client.Read(session + "?explain=true"))["explanation"]!;
        var documented = JsonNode.Parse("{" + await ExampleOf("\"explanation\"") + "}")!["explanation"]!;

        Assert.Equal((bool)documented["thinned"]!, (bool)explanation["thinned"]!);
        Assert.All(documented["metrics"]!.AsArray(), one =>
            Assert.Equal(one!.ToJsonString(), explanation["metrics"]!.AsArray().Single(answered => (string?)answered!["metric"] == (string?)one["metric"])!.ToJsonString()));
    }

    [Fact]
    public async Task Explanation_and_journal_come_only_where_they_are_asked_for()
    {
        var session = await _client.OpenSession();

        Assert.Equal((false, false), await Has(""));
        Assert.Equal((true, false), await Has("?explain=true"));
        Assert.Equal((true, true), await Has("?explain=true&journal=true"));
        Assert.Equal((false, true), await Has("?explain=false&journal=true"));

        async Task<(bool Explanation, bool Journal)> Has(string query)
        {
            var read = (await _client.Read(session + query)).AsObject();
            return (read.ContainsKey("explanation"), read.ContainsKey("journal"));
        }
    }

    [Theory]
    [InlineData("?explain=perhaps", "explain must be true or false.")]
    [InlineData("?explain=", "explain must be true or false.")]
    [InlineData("?explain=TRUE", "explain must be true or false.")]
    [InlineData("?journal=True", "journal must be true or false.")]
    [InlineData("?explain=true&explain=true", "explain is given twice.")]
    public async Task A_wrong_value_of_a_flag_is_400_and_says_so(string query, string hint)
    {
        using var answer = await _client.GetAsync(await _client.OpenSession() + query);

        await answer.AssertProblem(400);
        Assert.Contains(hint, await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("js-media-sdk-3.1.0.json")]
    [InlineData("chromecast-3.0.3.json")]
    [InlineData("android-media-3.1.2.json")]
    public async Task The_durations_of_recorded_clients_are_explained(string file)
    {
        foreach (var session in await new RecordedClient(_client, await RecordedEvents.Load(file)).Replay())
        {
            var read = await _client.Read(session + "?explain=true");
            var durations = read["explanation"]!["metrics"]!.AsArray().Where(one => one!["spans"] is not null).ToArray();

            Assert.Equal(["contentTimeSpent", "uniqueTimePlayed", "totalPauseDuration", "totalBufferDuration", "totalStallDuration", "adTimeSpent"], durations.Select(one => (string?)one!["metric"]));
            Assert.All(durations, one =>
            {
                var explained = one!["spans"]!.AsArray().Sum(span => (decimal)span!["seconds"]!) + (decimal)one["omitted"]!["seconds"]!;
                Assert.Equal((decimal)one["value"]!, explained + (decimal)one["unexplained"]!);
                Assert.Equal(0, (decimal)one["unexplained"]!);
            });
        }
    }

    /// <summary>The block of docs/protocol.md that begins with this.</summary>
    private static async Task<string> ExampleOf(string beginning, [CallerFilePath] string here = "")
    {
        var text = (await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/protocol.md"))).ReplaceLineEndings("\n");
        var from = text.IndexOf("```json\n" + beginning, StringComparison.Ordinal) + "```json\n".Length;
        return text[from..text.IndexOf("```", from, StringComparison.Ordinal)];
    }
}
