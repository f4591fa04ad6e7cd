using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using SessionGrains.Reports;
using SessionGrains.Sessions;
using SessionGrains.Tracking;

namespace SessionGrains.Bench.Micro;

/// <summary>The stored reports of closed sessions, all alike but for their ids.</summary>
internal sealed class ClosedSessions
{
    public const int Count = 1_000;

    /// <summary>Two minutes without an ad.</summary>
    public const string Clip = "clip";

    /// <summary>Half an hour with an advertisement every ten minutes.</summary>
    public const string Episode = "episode";

    private readonly Serializer<SessionView> _serializer =
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer<SessionView>>();

    private byte[][] _reports = [];

    public int BytesOfOne => _reports[0].Length;

    public void Close(string session)
    {
        var playing = new Playing(Playing.Sample);
        for (var i = 1; i <= (session == Clip ? 12 : 180); i++)
        {
            playing.Send(PlayerEventType.Ping, 10_000);
            if (session == Episode && i % 60 == 0)
                ShowAd(playing, i);
        }

        playing.Send(PlayerEventType.SessionComplete, 1_000);
        playing.Session.HandleDeadline(playing.Session.NextDeadlineMs);
        _reports = [.. Enumerable.Range(0, Count).Select(i => _serializer.SerializeToArray(
            SessionViews.Of($"{i:x64}", playing.Session, new() { Request = Playing.Sample }, Descriptions.None)))];
    }

    public SessionReport[] Read() => [.. _reports.Select((bytes, i) => new SessionReport($"{i}", _serializer.Deserialize(bytes)!))];

    private static void ShowAd(Playing playing, int index)
    {
        playing.Send(new PlayerEvent { Type = PlayerEventType.AdBreakStart, Ts = 0, Playhead = 0, Fingerprint = 0, AdBreak = new(index, 0, null) }, 100);
        playing.Send(new PlayerEvent { Type = PlayerEventType.AdStart, Ts = 0, Playhead = 0, Fingerprint = 0, Ad = new($"ad {index}", "An advertisement") }, 100);
        playing.Send(PlayerEventType.AdComplete, 9_000);
        playing.Send(PlayerEventType.AdBreakComplete, 100);
        playing.Send(PlayerEventType.Play, 100);
    }
}
