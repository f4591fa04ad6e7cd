namespace SessionGrains.Tracking.Tests;

/// <summary>A session under test with the server's clock: an event arrives when it happens unless a test says otherwise.</summary>
internal sealed class Viewing
{
    private long _nowMs;

    private Viewing(Session session, long nowMs)
    {
        Session = session;
        _nowMs = nowMs;
    }

    public Session Session { get; }

    public SessionMetrics Metrics => Session.Metrics();

    public static Viewing Of(params PlayerEvent[] events) => Start().Then(events);

    public static Viewing Start(StartRequest? request = null, SessionTimeouts? rules = null) =>
        new(Session.Start(request ?? PlayerEvents.SessionStart(), PlayerEvents.Zero, rules ?? SessionTimeouts.Default), PlayerEvents.Zero);

    public static Session Downloaded(params PlayerEvent[] events) =>
        Session.Downloaded(PlayerEvents.SessionStart(), events, PlayerEvents.Ms(10_000), SessionTimeouts.Default);

    /// <summary>The events arrive in the order written, each when the player sent it or, when overtaken, together with the one that overtook it.</summary>
    public Viewing Then(params PlayerEvent[] events)
    {
        foreach (var playerEvent in events)
        {
            _nowMs = Math.Max(_nowMs, playerEvent.Ts);
            Assert.Equal(TrackVerdict.Accepted, Session.Track(playerEvent, _nowMs));
        }

        return this;
    }

    /// <summary>One event arrives at a moment of its own on the server's clock, seconds after the sessionStart.</summary>
    public TrackVerdict Receive(PlayerEvent playerEvent, double arrivesAt)
    {
        _nowMs = PlayerEvents.Ms(arrivesAt);
        return Session.Track(playerEvent, _nowMs);
    }

    public Viewing Accept(PlayerEvent playerEvent, double arrivesAt)
    {
        Assert.Equal(TrackVerdict.Accepted, Receive(playerEvent, arrivesAt));
        return this;
    }

    public bool Deadline(double at) => Session.HandleDeadline(PlayerEvents.Ms(at));

    public Finding? Finding(string code) => Session.Findings().SingleOrDefault(finding => finding.Code == code);
}
