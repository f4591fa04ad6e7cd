using System.Net.Http.Headers;

namespace SessionGrains.Cluster.Tests;

/// <summary>The content of <c>/metrics</c> at one moment.</summary>
public sealed class Scrape
{
    private readonly List<(string Name, Dictionary<string, string> Labels, double Value)> _samples = [];

    private Scrape(string text)
    {
        Text = text;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static line => line[0] != '#'))
        {
            var (open, close) = (line.IndexOf('{', StringComparison.Ordinal), line.LastIndexOf('}'));
            var labels = line[(open + 1)..close].Split("\",", StringSplitOptions.RemoveEmptyEntries).Select(static label => label.Split("=\""));
            _samples.Add((line[..open], labels.ToDictionary(static l => l[0], static l => l[1].TrimEnd('"')), double.Parse(line[(close + 2)..].Split(' ')[0], CultureInfo.InvariantCulture)));
        }
    }

    public string Text { get; }

    /// <summary>Names as Prometheus stores them.</summary>
    public IReadOnlySet<string> Names => _samples.Select(static sample => sample.Name).ToHashSet();

    /// <summary>The sum of all series of that name that have these labels.</summary>
    public double this[string name, params (string Key, string Value)[] labels] => _samples
        .Where(sample => sample.Name == name && labels.All(label => sample.Labels.GetValueOrDefault(label.Key) == label.Value))
        .Sum(static sample => sample.Value);

    /// <summary>Requests the format as Prometheus 3 does, which could store names with dots. The documented names have underscores.</summary>
    public static async Task<Scrape> Of(Uri server, string? key = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, "/metrics"));
        request.Headers.Accept.ParseAdd("application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6, text/plain;version=1.0.0;escaping=allow-utf-8;q=0.5, text/plain;version=0.0.4;q=0.3");
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return new Scrape(await answer.Content.ReadAsStringAsync());
    }
}
