namespace SessionGrains.Players;

/// <summary>A session whose events a test sends one by one, each a second of the player's clock after the one before.</summary>
internal sealed class SteppedSession(TrackingServer server, string id, long startTs)
{
    private readonly List<int> _refused = [];

    public string Id => id;

    /// <summary>Where the session is read, and its events are sent below it.</summary>
    public string Path => TrackingServer.PathOf(id);

    /// <summary>Events sent, the sessionStart not counted.</summary>
    public int Sent { get; private set; }

    /// <summary>Events answered with 2xx, the sessionStart not counted.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>Events that got neither 2xx nor 404: they may be in.</summary>
    public int Unanswered { get; private set; }

    /// <summary>The codes of the other answers.</summary>
    public IReadOnlyList<int> Refused => _refused;

    public int RefusedPings { get; private set; }

    /// <summary>The server answered 404.</summary>
    public bool IsLost => _refused.Contains(404);

    /// <summary>Opens a session; without one when it was not answered 201.</summary>
    public static async Task<(SteppedSession? Session, Answer Answer)> OpenAsync(TrackingServer server, byte[] body, long startTs)
    {
        var answer = await server.PostAsync(TrackingServer.Sessions, body);
        return (answer is { Code: 201, Location: { } location } ? new SteppedSession(server, SentSession.IdOf(location), startTs) : null, answer);
    }

    /// <summary>Opens a session of a film now.</summary>
    public static Task<(SteppedSession? Session, Answer Answer)> OpenAsync(TrackingServer server, string mediaId)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        return OpenAsync(server, StartBody(mediaId, now), now);
    }

    /// <summary>A sessionStart of a film.</summary>
    public static byte[] StartBody(string mediaId, long? ts = null) => EventBody.OfStart(new Viewing
    {
        Seed = 0,
        Viewer = 0,
        Session = 0,
        Title = Title.Film(mediaId),
        StartTs = ts ?? DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
    });

    /// <summary>The status code of the answer to an event; 0: none.</summary>
    public async Task<int> SendAsync(string type = "ping", QoeValues? qoe = null)
    {
        Sent++;
        var code = (await server.PostAsync(Path + "/events", EventBody.Of(type, startTs + (1_000L * Sent), Sent, qoe))).Code;
        Acknowledged += code is >= 200 and < 300 ? 1 : 0;
        Unanswered += code is (>= 200 and < 300) or 404 ? 0 : 1;
        if (code is not (>= 200 and < 300))
        {
            _refused.Add(code);
            RefusedPings += type == "ping" ? 1 : 0;
        }

        return code;
    }

    /// <summary>The session as an operator sees it; null where the server knows none.</summary>
    /// <exception cref="UnansweredReadException">The answer is neither a session nor 404.</exception>
    public async Task<ReadSession?> ReadAsync() => await server.GetAsync(Path) is { Code: not 404 } answer
        ? ReadSession.Of(answer) ?? throw new UnansweredReadException(Path, answer)
        : null;
}
