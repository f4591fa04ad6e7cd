using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using SessionGrains.Exports;
using SessionGrains.Silo.Exports.Webhooks;

namespace SessionGrains.Grains.Tests;

/// <summary>The library of Standard Webhooks, which is not ours, takes our requests and no others.</summary>
public sealed class WebhookVerifierTests : IAsyncLifetime
{
    private const string Old = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string New = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==";

    private WebhookReceiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await WebhookReceiver.StartAsync();

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [VerifierFact]
    public async Task It_takes_our_signatures_with_either_secret_and_none_of_a_request_that_was_changed()
    {
        using var sink = new WebhookSink(WebhookSettings.Of("hook", new() { Url = _receiver.Url.ToString(), Secret = New, PreviousSecret = Old }), "cluster", TimeProvider.System);
        await sink.WriteAsync(new("hook", new ExportClaim(null, "2", 1, 2, 1), [Sample.Report("1"), Sample.Report("2", """{"customMetadata":{"k":"Größe 😀"}}""")]), default);
        var request = Assert.Single(_receiver.Requests);
        byte[] changed = [.. request.Body];
        changed[^2] ^= 1;
        var signed = request.Headers.Where(static header => header.Key.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase)).ToDictionary(static header => header.Key.ToLowerInvariant(), static header => header.Value);
        var otherId = new Dictionary<string, string>(signed) { ["webhook-id"] = signed["webhook-id"] + "0" };
        var anHourAgo = new Dictionary<string, string>(signed) { ["webhook-timestamp"] = $"{long.Parse(signed["webhook-timestamp"], CultureInfo.InvariantCulture) - 3600}" };

        var verdicts = await VerifyAsync(
            (New, signed, request.Body), (Old, signed, request.Body), ("whsec_" + new string('A', 32), signed, request.Body), (New, signed, changed), (New, otherId, request.Body), (New, anHourAgo, request.Body));

        Assert.Equal(["ok", "ok", "No matching signature found", "No matching signature found", "No matching signature found", "Message timestamp too old"], verdicts);
    }

    private static async Task<string[]> VerifyAsync(params (string Secret, Dictionary<string, string> Headers, byte[] Body)[] requests)
    {
        using var node = Process.Start(new ProcessStartInfo(NodePackages.Node!, [NodePackages.FileOf("webhook.js")!]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        foreach (var (secret, headers, body) in requests)
        {
            var line = new JsonObject { ["secret"] = secret, ["headers"] = new JsonObject(headers.Select(static header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value))), ["body"] = Convert.ToBase64String(body) };
            await node.StandardInput.WriteLineAsync(line.ToJsonString());
        }

        node.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var verdicts = await node.StandardOutput.ReadToEndAsync(patience.Token);
        await node.WaitForExitAsync(patience.Token);
        return verdicts.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Skipped with a visible reason where the library is not installed.</summary>
    private sealed class VerifierFactAttribute : FactAttribute
    {
        public VerifierFactAttribute() =>
            Skip = NodePackages.Node is null || NodePackages.FileOf("node_modules/standardwebhooks/package.json") is null ? $"The library of Standard Webhooks is not installed: {NodePackages.Install}." : null;
    }
}
