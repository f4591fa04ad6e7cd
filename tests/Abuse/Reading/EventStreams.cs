namespace SessionGrains.Abuse.Tests;

/// <summary>Reads the beginning of a stream of Server-Sent Events, first without and then with Last-Event-ID.</summary>
internal static class EventStreams
{
    private const long SomeSecondsAgo = 30;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task ReadAsync(OperatorView view, string path, Complaints complaints, string what)
    {
        var last = await ReadFirstAsync(view, path, null, complaints, what);
        if (last is not null)
            await ReadFirstAsync(view, path, $"{long.Parse(last, null) - SomeSecondsAgo}", complaints, what + ", resumed,");
    }

    /// <summary>Reads the first event, which is a whole. Returns its id, or null.</summary>
    private static async Task<string?> ReadFirstAsync(OperatorView view, string path, string? lastId, Complaints complaints, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            using var answer = await view.OpenAsync(path, lastId, patience.Token);
            if ((int)answer.StatusCode != 200)
            {
                complaints.Add($"{what} was answered {(int)answer.StatusCode}", path);
                return null;
            }

            using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(patience.Token));
            string? id = null;
            for (var told = false; await lines.ReadLineAsync(patience.Token) is { } line;)
            {
                if (line.StartsWith("id: ", StringComparison.Ordinal))
                    id = line[4..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                    (told, _) = (true, JsonDocument.Parse(line[6..]));
                else if (line.Length == 0 && told)
                    return id;
            }

            complaints.Add($"{what} ended before it told anything", path);
        }
        catch (JsonException e)
        {
            complaints.Add($"{what} is not JSON", $"{path}: {e.Message}");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            complaints.Add($"{what} broke off or told nothing", $"{path}: {e.Message}");
        }

        return null;
    }
}
