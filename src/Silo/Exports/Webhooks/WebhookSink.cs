using SessionGrains.Exports;

namespace SessionGrains.Silo.Exports.Webhooks;

/// <summary>
/// Posts windows to an HTTP receiver, in batches. A repeat goes on after the last batch that was taken, as long as this process lives; batches without an answer, and after a
/// restart all of the window since the last dead letter, come again, with the same ids.
/// </summary>
internal sealed class WebhookSink(WebhookSettings settings, string cluster, TimeProvider time) : IExportSink, IDisposable
{
    private readonly WebhookClient _client = new(settings, time);
    private readonly SessionEvents _events = new(cluster, settings.Sink);
    private Progress? _progress;

    public void Dispose() => _client.Dispose();

    public async Task WriteAsync(ExportWindow window, CancellationToken cancellationToken)
    {
        var progress = Progress.Begin(window);
        if (!window.IsResent && _progress is { } before && before with { Taken = 0 } == progress)
        {
            progress = before;
        }

        progress = progress with { Taken = Math.Max(progress.Taken, window.Skip) };
        foreach (var batch in WebhookBatch.Of(window, progress.Taken, _events, settings.MaxBatch))
        {
            await _client.SendAsync(batch, cancellationToken);
            progress = progress with { Taken = progress.Taken + batch.Count };
            _progress = window.IsResent ? _progress : progress;
        }
    }

    /// <summary>One event for each. After a failure all of them come again, with the same ids.</summary>
    public async Task EraseAsync(ErasedSessions sessions, CancellationToken cancellationToken)
    {
        foreach (var batch in WebhookBatch.OfErased(sessions, _events, settings.MaxBatch))
        {
            await _client.SendAsync(batch, cancellationToken);
        }
    }

    /// <summary>Sessions may come again from anywhere: receivers tell by ids what they have.</summary>
    public IAsyncEnumerable<ExportClaim>? ReadWindows(string sink, CancellationToken cancellationToken) => null;

    /// <summary>Nothing can be taken back from a receiver.</summary>
    public Task TakeBackAsync(string sink, ExportRewind rewind, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>How much of a window was taken. One that has lost reports since, because they expired, begins anew: the others have other places now.</summary>
    private sealed record Progress(long First, string Until, int Reports, long Rewinds, int Taken)
    {
        public static Progress Begin(ExportWindow window) => new(window.Claim.First, window.Claim.Until, window.Reports.Count, window.Rewinds, 0);
    }
}
