using System.Text.Json.Nodes;

namespace SessionGrains.Faults.Tests;

/// <summary>Wakes the exporters more often than the sweep does, pauses and resumes them, and waits until all has left; through any node that answers.</summary>
internal sealed class ExportOperator : IAsyncDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient[] _nodes;
    private readonly ConcurrentDictionary<string, bool> _paused = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _waking;

    public ExportOperator(IEnumerable<Uri> nodes, IEnumerable<string> sinks)
    {
        _nodes = [.. nodes.Select(static node => new HttpClient { BaseAddress = node, Timeout = TimeSpan.FromSeconds(6), DefaultRequestHeaders = { Authorization = new("Bearer", RunningProcess.OperatorKey) } })];
        _waking = Task.WhenAll(sinks.Select(WakeAsync));
    }

    /// <summary>Pauses an export for some time. The wakes resume it.</summary>
    public async Task PauseAsync(string sink, TimeSpan time)
    {
        _paused[sink] = true;
        try
        {
            await Deadline.UntilAsync(() => TryPostAsync($"/api/v1/exports/{sink}/pause"), () => $"{sink} cannot be paused");
            await Task.Delay(time);
        }
        finally
        {
            _paused.TryRemove(sink, out _);
        }
    }

    /// <summary>The report log, when it grows no more and all of it has left.</summary>
    public async Task<ExportedContent> UntilAllHasLeftAsync(Func<string> otherwise)
    {
        while (true)
        {
            var log = await ExportedContent.OfLogAsync(_nodes[0]);
            if (await HaveLeftAsync(log.Sessions.Count, otherwise))
                return log;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _waking;
        Array.ForEach(_nodes, static node => node.Dispose());
        _ending.Dispose();
    }

    /// <summary>False when more has left: the log has grown since it was read.</summary>
    private async Task<bool> HaveLeftAsync(int sessions, Func<string> otherwise)
    {
        var state = "";
        long[] left = [];
        var progress = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var exports = JsonNode.Parse(await _nodes[0].GetStringAsync(new Uri("/api/v1/exports", UriKind.Relative)))!["exports"]!.AsArray();
            long[] now = [.. exports.Select(static export => (long)export!["sessions"]!)];
            if (now.Any(one => one > sessions))
                return false;

            if (now.All(one => one == sessions))
                return true;

            state = exports.ToJsonString();
            (left, progress) = now.SequenceEqual(left) ? (left, progress) : (now, TimeProvider.System.GetTimestamp());
            Assert.True(TimeProvider.System.GetElapsedTime(progress) < Deadline.Patience, $"not all {sessions} leave: {state} {otherwise()}");
            await Task.Delay(Between);
        }
    }

    private async Task WakeAsync(string sink)
    {
        while (!_ending.IsCancellationRequested)
        {
            if (!_paused.ContainsKey(sink))
                await TryPostAsync($"/api/v1/exports/{sink}/resume");
            await Task.WhenAny(Task.Delay(Between, _ending.Token));
        }
    }

    private async Task<bool> TryPostAsync(string path)
    {
        try
        {
            using var answer = await _nodes[Random.Shared.Next(_nodes.Length)].PostAsync(new Uri(path, UriKind.Relative), null, _ending.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
