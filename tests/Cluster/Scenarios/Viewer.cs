namespace SessionGrains.Cluster.Tests.Scenarios;

/// <summary>A player with its session, and what it was told about it.</summary>
public sealed class Viewer(Uri session)
{
    public Uri Session { get; } = session;

    /// <summary>Events that were answered with 204.</summary>
    public int Acknowledged { get; set; }

    /// <summary>Events that got no definite answer: they may be in.</summary>
    public int Unanswered { get; set; }

    /// <summary>Sent so far: makes every event different.</summary>
    public int Sent { get; set; }

    /// <summary>The service has said 404: it must never say otherwise again.</summary>
    public bool IsLost { get; set; }
}
