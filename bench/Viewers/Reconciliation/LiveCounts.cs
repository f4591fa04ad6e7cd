using System.Text.Json;

namespace SessionGrains.Viewers;

/// <summary>The live counts of a server, and their comparison with what was sent to it.</summary>
internal sealed record LiveCounts(int Open, int Viewers, IReadOnlyDictionary<string, (int Open, int Viewers)> Titles)
{
    /// <summary>The server lists at most so many titles.</summary>
    private const int Listed = 200;

    private const string Path = "api/v1/live?top=200";

    /// <summary>Null when the server has none.</summary>
    public static async Task<LiveCounts?> ReadAsync(TrackingServer server, CancellationToken cancellationToken)
    {
        var answer = await server.GetAsync(Path, cancellationToken);
        if (answer.Code != 200)
            return null;

        try
        {
            var json = JsonDocument.Parse(answer.Text!).RootElement;
            return new(Count(json, "open"), Count(json, "viewers"),
                json.GetProperty("titles").EnumerateArray().ToDictionary(static title => title.GetProperty("mediaId").GetString()!, static title => (Count(title, "open"), Count(title, "viewers"))));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Describes every count outside its bounds.</summary>
    /// <param name="total">Sessions open in all by what was sent.</param>
    /// <param name="titles">The same by title.</param>
    /// <param name="programme">The titles.</param>
    /// <param name="before">What was open before the crowd came, and may be still.</param>
    public IEnumerable<string> Differences(Bounds total, Bounds[] titles, Programme programme, LiveCounts before)
    {
        foreach (var one in Check("open", Open, total, before.Open))
            yield return one;

        foreach (var one in Check("viewers", Viewers, total, before.Open))
            yield return one;

        foreach (var title in programme.Titles)
        {
            if (!Titles.TryGetValue(title.Id, out var shown) && Titles.Count >= Listed)
                continue;

            foreach (var one in Check($"open of {title.Id}", shown.Open, titles[title.Number], before.OpenOf(title)).Concat(Check($"viewers of {title.Id}", shown.Viewers, titles[title.Number], before.OpenOf(title))))
                yield return one;
        }
    }

    private int OpenOf(Title title) => Titles.GetValueOrDefault(title.Id).Open;

    private static IEnumerable<string> Check(string name, int shown, Bounds sent, int before)
    {
        var bounds = sent with { Most = sent.Most + before };
        if (!bounds.Contain(shown))
            yield return $"live: {name} is {shown}, what was sent makes {bounds.Least} to {bounds.Most}";
    }

    private static int Count(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
