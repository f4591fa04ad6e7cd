namespace SessionGrains.Viewers;

/// <summary>Checks before the crowd starts that there is a server and that its sessions can be read back.</summary>
internal static class Preflight
{
    private static readonly string NoSession = $"api/v1/sessions/{new string('0', 64)}";

    /// <summary>One sentence with the problem and what to do; null: no problem.</summary>
    public static async Task<string?> FindFaultAsync(TrackingServer server, CrowdOptions options, CancellationToken cancellationToken)
    {
        var where = options.BaseUrl.OriginalString.TrimEnd('/');
        var schema = await server.GetAsync("api/v1/schemas/ping", cancellationToken);
        if (schema.Code != 200)
        {
            return schema.Code switch
            {
                Answer.None => $"{where} can't be reached: {schema.Text}.{(options.BaseUrl.IsLoopback ? " Start a server with: dotnet run -c Release --project src/Api" : "")}",
                >= 300 and < 400 => $"{where} sends elsewhere, to {schema.Location}: give that as --base-url.",
                404 => $"{where} is there but speaks another protocol: GET /api/v1/schemas/ping is 404. Is a path missing in --base-url?",
                _ => string.Create(CultureInfo.InvariantCulture, $"{where} answers {schema.Code}: {Short(schema.Text)}"),
            };
        }

        if (options.Door == Door.MediaEdge && await FindFaultOfEdgeAsync(server, where, cancellationToken) is { } fault)
            return fault;

        if (options.Sample == 0 && !options.Alone)
            return null;

        var read = await server.GetAsync(NoSession, cancellationToken);
        return read.Code switch
        {
            404 => null,
            200 => $"{where} shows a session that nobody has started: is it a tracking server?",
            401 => $"{where} wants an operator key for reading sessions back{(options.Key is null ? "" : ", and not this one")}: its first lines say where one is; give it as --key, or go without comparing by --sample 0.",
            403 => $"{where} can't be read from here: it runs in Development without an operator key. Set one there and give it as --key, or go without comparing by --sample 0.",
            Answer.None => $"{where} did not answer to a read: {read.Text}.",
            _ => string.Create(CultureInfo.InvariantCulture, $"{where} answers {read.Code} to a read: {Short(read.Text)}"),
        };
    }

    /// <summary>Sends an envelope that no server of Media Edge clients takes, to see whether this is one that knows the crowd's datastream.</summary>
    private static async Task<string?> FindFaultOfEdgeAsync(TrackingServer server, string where, CancellationToken cancellationToken)
    {
        var refused = await server.PostAsync($"{TrackingServer.EdgeEvents}/ping?configId={TrackingServer.ConfigId}", "{}"u8.ToArray(), cancellationToken: cancellationToken);
        return refused switch
        {
            { Code: 400, Text: { } text } when text.Contains("EXEG-0003", StringComparison.Ordinal) =>
                $"{where} knows only certain datastreams: add {TrackingServer.ConfigId} to its Edge:ConfigIds.",
            { Code: 400 } => null,
            { Code: Answer.None } => $"{where} did not answer to Media Edge: {refused.Text}.",
            _ => string.Create(CultureInfo.InvariantCulture, $"{where} takes no events of Media Edge: POST /{TrackingServer.EdgeEvents}/ping is {refused.Code}: {Short(refused.Text)}"),
        };
    }

    /// <summary>The beginning of the text of an answer, in one line.</summary>
    public static string Short(string? text) => (text ?? "").ReplaceLineEndings(" ").Trim() is { Length: > 200 } all ? all[..200] + "…" : (text ?? "").ReplaceLineEndings(" ").Trim();
}
