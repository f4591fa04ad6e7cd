using System.Net;
using System.Text.Json;
using SessionGrains.Faults.Tests.Crowd;
using SessionGrains.Messages;
using SessionGrains.PowerLoss.Tests.Recording;

namespace SessionGrains.PowerLoss.Tests.Load;

/// <summary>Sessions that ping and ping, so that nothing but time changes, and now and then have an error.</summary>
internal static class QuietPings
{
    private const int Sessions = 20;
    private const int PingsToAnError = 12;

    /// <summary>A slow machine plays longer than it was asked to, until so many are answered.</summary>
    private const int LeastPings = 300;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    public static async Task<RecordedRun> RecordAsync(RecordedShape shape, int seed, TimeSpan duration)
    {
        await using var server = await RecordedServer.StartAsync(shape);
        using var doors = new FrontDoors([server.Port]);
        using var enough = new CancellationTokenSource(duration);
        var pings = 0;
        await Task.WhenAll(Enumerable.Range(0, Sessions).Select(number => PlayAsync(
            doors, $"{seed}-{number}-0", number, () => Interlocked.Increment(ref pings), () => enough.IsCancellationRequested && Volatile.Read(ref pings) >= LeastPings)));
        return await server.StopAsync();
    }

    private static async Task PlayAsync(FrontDoors doors, string mediaId, int number, Action onPing, Func<bool> isOver)
    {
        var ts = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        using var start = await doors.PostAsync("/api/v1/sessions", EventBody.Start(ts, 3_600, mediaId));
        var events = $"{start!.Headers.Location!.OriginalString}/events";
        for (var i = 0; !isOver(); i++)
        {
            // A session keeps 32 marks; after that it only pings.
            var type = i == 0 ? PlayerEventType.Play : (i + number) % PingsToAnError == 0 && i < 30 * PingsToAnError ? PlayerEventType.Error : PlayerEventType.Ping;
            using var answer = await doors.PostAsync(events, Body(type, ts + (1_000 * (i + 1)), i + 1, mediaId));
            if (type == PlayerEventType.Ping && answer is { StatusCode: HttpStatusCode.NoContent })
                onPing();
            await Task.Delay(Pause);
        }
    }

    private static byte[] Body(PlayerEventType type, long ts, int number, string mediaId) => type == PlayerEventType.Ping
        ? JsonSerializer.SerializeToUtf8Bytes(new { playerTime = new { playhead = number, ts }, eventType = "ping" })
        : EventBody.Of(new PlayerEvent { Type = type, Ts = ts, Playhead = number, Fingerprint = 0, Qoe = type == PlayerEventType.Error ? Error(mediaId, number) : null }, EventBody.Mark(mediaId, number));

    private static QoeValues Error(string mediaId, int number) => new() { ErrorId = $"error-{EventBody.Mark(mediaId, number)}", ErrorSource = "player" };
}
