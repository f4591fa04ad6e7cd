namespace SessionGrains.Players;

/// <summary>The result of an event, as far as its player knows.</summary>
internal enum Outcome : byte
{
    /// <summary>Not answered, or answered 5xx, perhaps several times: the event may be in.</summary>
    Uncertain,

    /// <summary>Answered 2xx: the event must be in, once.</summary>
    Acknowledged,

    /// <summary>Answered 404 or 410: the server says that there is no open session.</summary>
    Gone,

    /// <summary>Another 4xx or 207, which a valid event never gets: the event must not be in.</summary>
    Refused,
}

/// <summary>A session that was acknowledged, and what was sent to it.</summary>
/// <param name="id">64 hexadecimal digits.</param>
/// <param name="start">The sessionStart.</param>
internal sealed class SentSession(string id, StartRequest start)
{
    private readonly List<SentEvent> _events = [];
    private readonly Lock _lock = new();

    public string Id => id;

    /// <summary>Where the session is read, and its events are sent below it.</summary>
    public string Path => TrackingServer.PathOf(id);

    public StartRequest Start => start;

    /// <summary>In the order of sending, which is the order of their ts.</summary>
    public IReadOnlyList<SentEvent> Events
    {
        get
        {
            lock (_lock)
                return [.. _events];
        }
    }

    /// <summary>A path or a Location header ends with the id.</summary>
    public static string IdOf(string location) => location[(location.LastIndexOf('/') + 1)..];

    public SentEvent Add(PlayerEvent meaning, string? mark = null)
    {
        var sent = new SentEvent(meaning, mark);
        lock (_lock)
            _events.Add(sent);
        return sent;
    }
}

/// <summary>An event that was sent.</summary>
internal sealed class SentEvent(PlayerEvent meaning, string? mark)
{
    private int _code;

    public PlayerEvent Meaning => meaning;

    /// <summary>See <see cref="ScriptedEvent.Mark"/>.</summary>
    public string? Mark => mark;

    public Outcome Outcome { get; set; }

    /// <summary>The status code of the last answer; 0: none.</summary>
    public int Code
    {
        get => _code;
        set
        {
            _code = value;
            Outcome = value switch
            {
                _ when Answer.Succeeds(value) => Outcome.Acknowledged,
                404 or 410 => Outcome.Gone,
                207 or (>= 400 and < 500) => Outcome.Refused,
                _ => Outcome.Uncertain,
            };
        }
    }
}
