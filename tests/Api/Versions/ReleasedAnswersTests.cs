using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace SessionGrains.Api.Tests;

/// <summary>
/// The answers and report lines of released versions, in <c>tests/vectors/{version}/answers.ndjson</c>: today's have all of their members with the same values, and may have more.
/// <c>REFRESH_RELEASE={version}</c> records them, once.
/// </summary>
public sealed class ReleasedAnswersTests
{
    private const string AnswersFile = "answers.ndjson";

    private static readonly string Vectors = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../vectors"));

    private static int s_isRecorded;

    public static TheoryData<string> Versions => [.. Directory.GetDirectories(Vectors).Select(static folder => Path.GetFileName(folder)!).Where(static name => Version.TryParse(name, out _)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Every_member_that_a_released_version_answered_is_answered_still(string version)
    {
        RecordIfAsked();
        var today = Today().ToDictionary(static one => (string)one["of"]!, static one => one["answer"]!);

        foreach (var line in File.ReadLines(Path.Combine(Vectors, version, AnswersFile)).Select(static line => JsonNode.Parse(line)!))
        {
            var name = (string)line["of"]!;
            Assert.True(today.ContainsKey(name), $"there is no answer {name} any more");
            Assert.Equal("", Missing(line["answer"], today[name], name));
        }
    }

    [Fact]
    public void An_added_member_is_no_difference_and_one_that_is_gone_or_changed_is_named()
    {
        var old = JsonNode.Parse("""{"a":1,"b":[{"c":"x"}]}""");

        Assert.Equal("", Missing(old, JsonNode.Parse("""{"new":0,"b":[{"c":"x","d":null}],"a":1}"""), ""));
        Assert.Equal(".a", Missing(old, JsonNode.Parse("""{"b":[{"c":"x"}]}"""), ""));
        Assert.Equal(".b[0].c", Missing(old, JsonNode.Parse("""{"a":1,"b":[{"c":"y"}]}"""), ""));
        Assert.Equal(".b", Missing(old, JsonNode.Parse("""{"a":1,"b":[]}"""), ""));
    }

    /// <summary>The path of the first value of an answer that another does not have; empty if it has all.</summary>
    private static string Missing(JsonNode? old, JsonNode? today, string path) => (old, today) switch
    {
        (JsonObject one, JsonObject other) => one.Select(member => other.ContainsKey(member.Key) ? Missing(member.Value, other[member.Key], $"{path}.{member.Key}") : $"{path}.{member.Key}").FirstOrDefault(static missing => missing.Length > 0, ""),
        (JsonArray one, JsonArray other) when one.Count == other.Count => one.Select((item, i) => Missing(item, other[i], $"{path}[{i}]")).FirstOrDefault(static missing => missing.Length > 0, ""),
        _ => JsonNode.DeepEquals(old, today) ? "" : path,
    };

    /// <summary>Every answer that is JSON, and the rows of a session.</summary>
    private static IEnumerable<JsonObject> Today()
    {
        // Of a stream no line is JSON.
        foreach (var (name, written) in SampleAnswers.All.Where(static one => one.Key != "stream"))
        {
            yield return Line(name, Encoding.UTF8.GetString(written()));
        }

        AdSummary ad = new() { Id = "ad", StartTs = SampleReport.T + 2_000, EndTs = SampleReport.T + 7_000, TimePlayedMs = 5_000, Outcome = PlayOutcome.Completed };
        ChapterSummary chapter = new() { Index = 1, Name = "One", StartTs = SampleReport.T, EndTs = SampleReport.T + 9_000, TimePlayedMs = 9_000, Outcome = PlayOutcome.Completed };
        foreach (var (row, i) in SampleReport.Lines(SampleReport.Of(SampleReport.Totals([ad], [chapter], more: 2))).Select(static (row, i) => (row, i)))
        {
            yield return Line($"row-{i}", row);
        }
    }

    private static JsonObject Line(string name, string json) => new() { ["of"] = name, ["answer"] = JsonNode.Parse(json) };

    private static void RecordIfAsked()
    {
        // Once, by the first of the tests that run for each version.
        if (Environment.GetEnvironmentVariable("REFRESH_RELEASE") is not { Length: > 0 } version || Interlocked.Exchange(ref s_isRecorded, 1) == 1)
            return;

        var path = Path.Combine(Vectors, version, AnswersFile);
        Assert.False(File.Exists(path), $"{path} is there: what {version} answered does not change.");
        File.WriteAllLines(path, Today().Select(static one => one.ToJsonString()));
    }

    private static string Here([CallerFilePath] string here = "") => here;
}
