namespace SessionGrains.Tracking.Tests;

/// <summary>Nothing that was accepted is without a trace (docs/protocol.md).</summary>
public sealed class SilenceProperties
{
    private static readonly Gen<(GeneratedViewing Viewing, int At)> AnyEvent = Gen.Select(Viewings.Any, Gen.Int[0, 1_000]).Where(static one => one.Item1.Events.Length > 0)
        .Select(static (viewing, at) => (viewing, at % viewing.Events.Length));

    /// <summary>
    /// A session with the event and one without it are told the same next ping, one second later, and then read: only then the time of a state that the event opened can be seen. The event and the
    /// ping have the playhead of the event before them, so nothing but the event itself is seen. Left out of what is read: what every event changes (received), the watched time, which depends on
    /// where its span is divided, and the ts of findings that both have.
    /// </summary>
    [Fact]
    public void Every_accepted_event_changes_a_metric_a_list_a_state_or_its_time_or_has_a_finding() =>
        AnyEvent.Sample(
            static one =>
            {
                var (viewing, at) = one;
                var playhead = at == 0 ? viewing.Start.Playhead : viewing.Events[at - 1].Playhead;
                var playerEvent = viewing.Events[at] with { Playhead = playhead };
                var naive = new NaiveSession(viewing.Start, [.. viewing.Events.Take(at), playerEvent], Viewings.Rules.IdleTimeoutMs);
                if (!MayBeSilent(naive, at))
                {
                    Assert.NotEqual(Told(viewing, at, null), Told(viewing, at, playerEvent));
                }
            },
            iter: Cases.UpTo(20_000));

    [Fact]
    public void While_content_plays_only_a_ping_and_another_play_may_be_silent() =>
        Assert.Equal(
            [PlayerEventType.Play, PlayerEventType.Ping],
            Enum.GetValues<PlayerEventType>()[1..].Where(static type => MayBeSilent(new NaiveSession(PlayerEvents.SessionStart(), [PlayerEvents.Play(1), PlayerEvents.Of(type, 2)], 600_000), 1)));

    /// <summary>A ping, the same playback state again, or a playback event between the ads of a break.</summary>
    private static bool MayBeSilent(NaiveSession session, int n)
    {
        if (session.Is(n, PlayerEventType.Ping))
        {
            return true;
        }

        var before = n == 0 ? NaiveScene.Starting : session.See(n - 1);
        return session.IsPlayback(n) && (before == NaiveScene.BetweenAds || (before == session.See(n) && !session.IsAfterComplete(n)));
    }

    private static string Told(GeneratedViewing viewing, int before, PlayerEvent? playerEvent)
    {
        var session = Session.Start(viewing.Start, PlayerEvents.Zero, Viewings.Rules);
        for (var n = 0; n < before; n++)
        {
            session.Track(viewing.Events[n], viewing.Arrivals[n]);
        }

        if (playerEvent is not null)
        {
            Assert.Equal(TrackVerdict.Accepted, session.Track(playerEvent, viewing.Arrivals[before]));
        }

        var left = viewing.Events[before];
        session.Track(new() { Type = PlayerEventType.Ping, Ts = left.Ts + 1_000, Playhead = before == 0 ? viewing.Start.Playhead : viewing.Events[before - 1].Playhead, Fingerprint = ulong.MaxValue }, viewing.Arrivals[before] + 1_000);
        return string.Join(
            '\n',
            [
                SessionText.Metrics(session.Metrics() with { UniqueTimePlayedMs = 0 }), SessionText.Json(session.Playback()), SessionText.Json(session.Qoe),
                .. session.Findings().Select(static finding => $"{finding.Code} {finding.Count}").Order(),
            ]);
    }
}
