namespace SessionGrains.Api.Tests;

/// <summary>Answers of the feed have about 1 MiB, however many lines are asked for. The log has 41 sessions of 60 kB, and one of 1.5 MB among them.</summary>
public sealed class BoundedAnswerTests : IDisposable
{
    private const int Sessions = 42;

    private readonly Server _server = new Server().With(static services => services.AddSingleton<ISessions>(
        new ListedReports(Enumerable.Range(1, Sessions).Select(static number => Session(number, units: number == 20 ? 1_500_000 : 60_000)))));

    private readonly HttpClient _client;

    public BoundedAnswerTests() => _client = _server.Ask();

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    [Theory]
    [InlineData("rows=false", Sessions)]
    [InlineData("rows=true", Sessions * 4)]
    public async Task A_reader_that_follows_the_cursors_gets_every_line_once_in_answers_of_bounded_size(string rows, int lines)
    {
        var (seen, answers) = (new List<string>(), new List<int>());
        for (var after = ""; ;)
        {
            var answer = await _client.GetByteArrayAsync($"/api/v1/reports?{rows}&limit=1000&after={after}");
            if (answer.Length == 0)
            {
                break;
            }

            var sent = Encoding.UTF8.GetString(answer).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.True(answer.Length <= 1 << 20 || sent.Length == 1, $"{sent.Length} lines of {answer.Length} bytes");
            seen.AddRange(sent);
            answers.Add(answer.Length);
            after = (string)JsonNode.Parse(sent[^1])!["cursor"]!;
        }

        Assert.Equal(lines, seen.Count);
        Assert.Equal(Enumerable.Range(1, Sessions), seen.Select(static line => int.Parse(((string)JsonNode.Parse(line)!["cursor"]!).Split('~')[0], CultureInfo.InvariantCulture)).Distinct());
        Assert.Equal(lines, seen.Distinct().Count());
        Assert.InRange(answers.Count, 4, 6);
    }

    /// <summary>A session with one ad: one line, or four rows.</summary>
    private static SessionReport Session(int number, int units) => SampleReport.Of(
        SampleReport.Totals([new() { Id = "a", StartTs = 0, Playhead = 0, EndTs = 1, Outcome = PlayOutcome.Skipped }], []),
        $$$"""{"params":{"media.id":"m"},"customMetadata":{"a":"{{{new string('x', units)}}}"}}""",
        number.ToString(CultureInfo.InvariantCulture));
}
