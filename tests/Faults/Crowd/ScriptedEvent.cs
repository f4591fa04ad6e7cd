using SessionGrains.Messages;

namespace SessionGrains.Faults.Tests.Crowd;

/// <summary>What became of an event, as far as its player knows.</summary>
internal enum Outcome : byte
{
    /// <summary>Answered 2xx: it must be in, once.</summary>
    Acknowledged,

    /// <summary>Sent, perhaps more than once, and never answered for good: it may be in.</summary>
    Unanswered,

    /// <summary>Answered 404 or 410.</summary>
    Gone,

    /// <summary>Answered 400 or another code that a valid event never gets.</summary>
    Refused,
}

/// <summary>One event of a script: what it means, the bytes that are sent, and the mark by which it is found again in the session.</summary>
internal sealed class ScriptedEvent(string mark, PlayerEvent meaning, byte[] body)
{
    /// <summary>A key of its qoeData that no other event of the session has.</summary>
    public string Mark => mark;

    public PlayerEvent Meaning => meaning;

    public byte[] Body => body;

    public Outcome Outcome { get; set; } = Outcome.Unanswered;
}
