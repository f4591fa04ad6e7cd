using SessionGrains.Abuse.Tests.Bodies;

namespace SessionGrains.Abuse.Tests.Viewers;

/// <summary>
/// Somebody who watches: a start, play, pings, a chapter, a break with an ad, a pause, the end. Each event is a second of the player's later, at a
/// bitrate of <see cref="Bitrate"/>.
/// </summary>
internal sealed class HonestViewer(Stranger player, int number, CrowdAnswers answers, TimeSpan pace, CancellationToken leaving)
{
    public const int Bitrate = 3_000_000;

    private static readonly string[] Viewing =
    [
        "play", "ping", "chapterStart", "ping", "adBreakStart", "adStart", "ping", "adComplete", "adBreakComplete", "bitrateChange", "pauseStart", "ping", "play",
        "ping", "stateStart", "ping", "stateEnd", "chapterComplete", "ping",
    ];

    /// <summary>The sessions that were opened.</summary>
    public List<string> Sessions { get; } = [];

    /// <summary>Watches one title after another until it is time to leave.</summary>
    /// <param name="staysWithOne">Watches a single long one.</param>
    public async Task WatchAsync(bool staysWithOne)
    {
        await Task.Delay(Random.Shared.Next(300));
        do
        {
            await WatchOneAsync(staysWithOne);
        }
        while (!leaving.IsCancellationRequested);
    }

    private async Task WatchOneAsync(bool isLong)
    {
        var (ts, playhead) = (EventText.Now, 0);
        var session = await answers.RecordAsync("sessionStart", async () => await player.PostAsync("/api/v1/sessions", EventText.Utf8(EventText.Start($"honest-{number % 5}"))));
        if (session is null)
        {
            await PauseAsync();
            return;
        }

        lock (Sessions)
            Sessions.Add(session);
        for (var i = 0; (isLong || i < Viewing.Length) && !leaving.IsCancellationRequested; i++)
        {
            await PauseAsync();
            await SendAsync(session, Viewing[i % Viewing.Length], ts += 1000, ++playhead);
        }

        await SendAsync(session, "sessionEnd", ts + 1000, playhead + 1);
    }

    private Task<string?> SendAsync(string session, string type, long ts, int playhead) => answers.RecordAsync(type, () => player.PostAsync(
        session + "/events", EventText.Utf8(EventText.Of(type, ts, playhead, qoe: $"\"media.qoe.bitrate\":{Bitrate}"))));

    /// <summary>Whoever leaves does so at once.</summary>
    private Task PauseAsync() => Task.Delay(pace, leaving).ContinueWith(static _ => { }, TaskScheduler.Default);
}
