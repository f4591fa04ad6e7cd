namespace SessionGrains.PowerLoss.Tests;

/// <summary>Sessions that only ping, so that nothing but time changes, with an error now and then.</summary>
internal static class QuietPings
{
    private const int Sessions = 20;
    private const int PingsToAnError = 12;

    /// <summary>A slow machine plays for longer, until so many pings are answered.</summary>
    private const int LeastPings = 300;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    public static async Task<RecordedRun> RecordAsync(RecordedShape shape, int seed, TimeSpan duration)
    {
        await using var server = await RecordedServer.StartAsync(shape);
        using var tracking = new TrackingServer([server.Port], key: RunningProcess.OperatorKey);
        using var enough = new CancellationTokenSource(duration);
        var pings = 0;
        await Task.WhenAll(Enumerable.Range(0, Sessions).Select(number => PlayAsync(
            tracking, $"{seed}-{number}-0", number, () => Interlocked.Increment(ref pings), () => enough.IsCancellationRequested && Volatile.Read(ref pings) >= LeastPings)));
        return await server.StopAsync();
    }

    private static async Task PlayAsync(TrackingServer server, string mediaId, int number, Action onPing, Func<bool> isOver)
    {
        var (session, _) = await SteppedSession.OpenAsync(server, mediaId);
        for (var i = 0; !isOver(); i++)
        {
            // A session keeps 32 marks; after that it only pings.
            var type = i == 0 ? "play" : (i + number) % PingsToAnError == 0 && i < 30 * PingsToAnError ? "error" : "ping";
            if (await session!.SendAsync(type, Qoe(type, MarkedScript.Mark(mediaId, i + 1))) == 204 && type == "ping")
                onPing();

            await Task.Delay(Pause);
        }
    }

    private static QoeValues? Qoe(string type, string mark) => type switch
    {
        "ping" => null,
        "error" => new() { ErrorId = $"error-{mark}", ErrorSource = "player", Others = MarkedScript.Marked(mark) },
        _ => new() { Others = MarkedScript.Marked(mark) },
    };
}
