using SessionGrains.Tracking;

namespace SessionGrains.Players;

/// <summary>
/// The largest session that readers let through: every list is full, every text as long as it may be or as all of them together may be, the reorder
/// window full of what events say. Texts are different in each session, so that none shares them.
/// </summary>
/// <param name="number">Which one.</param>
/// <param name="filler">What texts consist of.</param>
internal sealed class LargestSession(int number, char filler)
{
    public const long T = 1_795_000_000_000;

    private const int Name = 256;
    private const int Listed = 200;

    /// <summary>800 texts of it, and 32 errors, are the 256 KiB that ads, breaks, chapters and errors may say together.</summary>
    private const int Shared = 96;

    private readonly Random _random = new(number);
    private long _now = T;
    private ulong _fingerprint;

    public StartRequest Start { get; private set; } = null!;

    /// <summary>What was said at length: what the store keeps beside the session.</summary>
    public List<Description> Descriptions { get; } = [];

    public Session Build()
    {
        Start = new()
        {
            Body = Body(),
            Ts = T,
            Playhead = 0,
            MediaId = Text("id"),
            MediaName = Text("name"),
            Channel = Text("channel"),
            PlayerName = Text("player"),
            ContentType = Text("type"),
            LengthSeconds = 1e9,
            VisitorId = Text("visitor"),
            OtherVisitorIds = [.. Enumerable.Range(0, 8).Select(n => Text($"visitor {n}"))],
            Qoe = Qoe(32),
            UnknownMember = Text("/params/"),
        };
        var session = Session.Start(Start, T, SessionTimeouts.Default);
        for (var n = 0; n < 80; n++)
        {
            Track(session, PlayerEventType.Play, playhead: n * 1e7);
            Track(session, PlayerEventType.PauseStart, playhead: (n * 1e7) + 1);
        }

        for (var n = 0; n < Listed + 5; n++)
        {
            Track(session, PlayerEventType.AdBreakStart, adBreak: new(int.MaxValue, 1e9, Text($"break {n}", Shared)));
            Track(session, PlayerEventType.AdStart, ad: new(Text($"ad {n}", Shared), null) { CustomMetadata = [new("name", Text($"ad name {n}", Shared))] });
            Track(session, PlayerEventType.AdComplete);
            Track(session, PlayerEventType.AdBreakComplete);
        }

        for (var n = 0; n < 40; n++)
        {
            Track(session, PlayerEventType.Error, quality: new() { ErrorId = Text($"error {n}"), ErrorSource = Text($"source {n}"), Bitrate = -1, DroppedFrames = -1 });
        }

        Track(session, PlayerEventType.StateEnd, ends: [Text("never open")], unknown: Text("/x"), cuts: (ReaderCuts)31);
        Track(session, PlayerEventType.StatesUpdate, starts: States(20));

        // As long as the playhead stands, the time of each chapter is kept apart.
        Track(session, PlayerEventType.Play, playhead: 1e9);
        for (var n = 0; n < Listed + 5; n++)
        {
            Track(session, PlayerEventType.ChapterStart, chapter: new(int.MaxValue, Text($"chapter {n}", Shared)), playhead: 1e9);
        }

        FillWindow(session);
        return session;
    }

    /// <summary>The last 5 s, the last but one overtaken: so there are two states, with the events and without.</summary>
    private void FillWindow(Session session)
    {
        _now += 6_000;
        for (var n = 0; n < 3; n++)
        {
            Track(session, PlayerEventType.Ping, after: 100, playhead: 1e9, quality: Qoe(32));
        }

        Track(session, PlayerEventType.StatesUpdate, after: 100, playhead: 1e9, ends: States(15));
        Track(session, PlayerEventType.AdBreakStart, after: 200, playhead: 1e9, adBreak: new(1, 1, Text("last", 100)));
        _now -= 150;
        Track(session, PlayerEventType.BufferStart, after: 100, playhead: 1e9);
    }

    private void Track(
        Session session, PlayerEventType type, long after = 1_000, double playhead = 8e8, QoeValues? quality = null, AdBreakOpening? adBreak = null, AdOpening? ad = null,
        ChapterOpening? chapter = null, string[]? starts = null, string[]? ends = null, string? unknown = null, ReaderCuts cuts = ReaderCuts.None)
    {
        _now += after;
        if (session.Track(
            new()
            {
                Type = type,
                Ts = _now,
                Playhead = playhead,
                Fingerprint = ++_fingerprint,
                Qoe = quality,
                AdBreak = adBreak,
                Ad = ad,
                Chapter = chapter,
                StatesStart = starts,
                StatesEnd = ends,
                UnknownMember = unknown,
                Cuts = cuts,
            },
            _now) != TrackVerdict.Accepted)
        {
            throw new InvalidOperationException("The session does not take an event that readers let through.");
        }

        Descriptions.AddRange(session.NewDescriptions);
        session.OnDescriptionsStored(session.DescriptionCount);
    }

    private string[] States(int count) => [.. Enumerable.Range(0, count).Select(n => Text($"state {n}"))];

    /// <summary>Keys and values of 8 KiB together.</summary>
    private QoeValues Qoe(int keys) => new()
    {
        Bitrate = 1e15,
        DroppedFrames = 1e15,
        FramesPerSecond = 1e15,
        TimeToStart = 1e15,
        Others = [.. Enumerable.Range(0, keys).Select(n => new QoeValue($"{number:d3} key {n:d2}", $"\"{_random.Next():d10}{new string('v', (8 * 1024 / keys) - 22)}\""))],
    };

    private string Text(string beginning, int length = Name) => $"{number} {_random.Next()} {beginning} ".PadRight(length, filler)[..length];

    private static byte[] Body()
    {
        var body = new byte[64 * 1024];
        body.AsSpan().Fill((byte)' ');
        "{\"params\":{}}"u8.CopyTo(body);
        return body;
    }
}
