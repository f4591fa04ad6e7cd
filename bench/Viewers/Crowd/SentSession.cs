using SessionGrains.Messages;

namespace SessionGrains.Viewers.Crowd;

/// <summary>What became of an event, as far as its player knows.</summary>
internal enum Outcome : byte
{
    /// <summary>On its way, not answered, or answered 5xx: it may be in.</summary>
    Uncertain,

    /// <summary>Answered 2xx: it must be in.</summary>
    Acknowledged,

    /// <summary>Answered 4xx: it must not be in.</summary>
    Refused,
}

/// <summary>A session of the sample: its id, how it began and what was sent to it, in the order of its ts.</summary>
internal sealed class SentSession(string id, StartRequest start)
{
    private readonly List<SentEvent> _events = [];
    private readonly Lock _lock = new();

    public string Id => id;

    public StartRequest Start => start;

    public IReadOnlyList<SentEvent> Events
    {
        get
        {
            lock (_lock)
                return [.. _events];
        }
    }

    public SentEvent Add(PlayerEvent meaning)
    {
        var sent = new SentEvent(meaning);
        lock (_lock)
            _events.Add(sent);

        return sent;
    }
}

/// <summary>An event that was sent.</summary>
internal sealed class SentEvent(PlayerEvent meaning)
{
    public PlayerEvent Meaning => meaning;

    public Outcome Outcome { get; set; }
}
