using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Operators.Live;
using SessionGrains.Api.Operators.Quarantine;
using SessionGrains.Api.Operators.Reports;
using SessionGrains.Api.Operators.Sessions;
using SessionGrains.Live;
using SessionGrains.Messages;
using SessionGrains.Quarantine;
using SessionGrains.Sessions.Watching;

namespace SessionGrains.Api.Tests;

/// <summary>Answers of every kind: with every optional member missing, with every list filled, and with names that are hard to write.</summary>
internal static class SampleAnswers
{
    private const long T = 1_795_000_000_123;

    private static readonly string Sid = new('b', 64);

    /// <summary>Quotes, control characters, a half surrogate, a whole one, right-to-left marks, HTML, accents.</summary>
    private const string Odd = "\"\\/\b\t\r\n\u0000\u001f\u007f\u0085\u2028 \ud83c x \ud83d\ude00 \u200f\u202e abc <script>&'+` é ü 中 \ufeff";

    public static Dictionary<string, Func<byte[]>> All { get; } = new()
    {
        ["session-empty"] = () => Session(Empty),
        ["session-full"] = () => Session(Full("name")),
        ["session-odd"] = () => Session(Full(Odd)),
        ["session-numbers"] = () => Session(Numbers),
        ["report-line"] = () => ReportLine.Of(new("41", Full("na\nme"))),
        ["report-unreadable"] = () => ReportLine.Of(SessionReport.Unreadable("42", Sid, UnreadableReason.Damaged)),
        ["report-unreadable-unknown"] = () => ReportLine.Of(SessionReport.Unreadable("43", null, UnreadableReason.TooLarge)),
        ["report-not-presentable"] = () => ReportLine.Of(new("44", With(Full("x"), "{\"params\":{\"a\":\"\xff\"}}"u8.ToArray()[..^4]))),
        ["sessions-none"] = () => List(new([], false, false)),
        ["sessions"] = () => List(new([Found(null, null, PlaybackState.Starting, PlaybackPlace.Content), Found(ClosedBy.MaxAge, Odd, PlaybackState.Completed, PlaybackPlace.AdBreak)], true, true)),
        ["live-empty"] = () => Live(LiveAnswer.Of(new(null, null, 20), new() { AsOfMs = T }, [], isAnyMissing: true)),
        ["live-full"] = () => Live(LiveAnswer.Of(new(null, null, 2), Totals, [Titles("a"), Titles(Odd)], isAnyMissing: false)),
        ["live-title"] = () => Live(LiveAnswer.Of(new("a1", null, 20), Totals, [Titles("a")], isAnyMissing: false)),
        ["history-minutes"] = () => History(new(false, long.MinValue, long.MaxValue, null)),
        ["history-seconds"] = () => History(new(true, long.MinValue, long.MaxValue, Odd)),
        ["history-empty"] = () => History(new(true, 5, 6, null)),
        ["history-points"] = () => Points(Past.Seconds),
        ["quarantine-none"] = () => Quarantine(new([], true, false)),
        ["quarantine"] = () => Quarantine(new([.. Enum.GetValues<RecordKind>().Select(static kind => new QuarantinedRecord(kind == RecordKind.Deadline ? null : Sid, kind, UnreadableReason.UnknownFormat, T, 1_234, "0a1b"))], false, true)),
        ["stream"] = Stream,
    };

    private static SessionView Empty => new()
    {
        SessionId = Sid,
        ClosedBy = null,
        OpenedAtMs = T,
        LastEventAtMs = T + 1,
        ClosesAtMs = null,
        ClosedAtMs = null,
        StartTs = 0,
        EndTs = -1,
        StartBody = "{}"u8.ToArray(),
        Qoe = new(),
        Playback = new(PlaybackState.Starting, PlaybackPlace.Content, 0, null, null, null, []),
        Events = new(1, 0, 0),
        Metrics = new(),
        Findings = [],
    };

    private static SessionView Numbers => new()
    {
        SessionId = Sid,
        ClosedBy = ClosedBy.Idle,
        OpenedAtMs = long.MinValue,
        LastEventAtMs = long.MaxValue,
        ClosesAtMs = 253_402_300_799_999,
        ClosedAtMs = -62_135_596_800_001,
        StartTs = long.MinValue,
        EndTs = long.MaxValue,
        StartBody = "{\"params\":null}"u8.ToArray(),
        Qoe = new() { Bitrate = double.NaN, DroppedFrames = -0.0, FramesPerSecond = 0.1 + 0.2, TimeToStart = 1e21 },
        Playback = new(PlaybackState.Buffering, PlaybackPlace.AdBreak, double.PositiveInfinity, null, new() { Index = long.MinValue, Offset = 5e-324, StartTs = long.MaxValue }, null, []),
        Events = new(int.MaxValue, int.MinValue, 0),
        Metrics = new()
        {
            ContentTimeSpentMs = 1,
            AdTimeSpentMs = -1_500,
            MediaTimeSpentMs = long.MaxValue,
            UniqueTimePlayedMs = 10,
            TotalPauseDurationMs = 100,
            TotalStallDurationMs = 1_000,
            AverageMinuteAudience = double.NegativeInfinity,
            AverageBitrate = 2_999_999.5,
            DroppedFrames = 1e15,
            TimeToStartMs = 1_234.5678,
            SinceLastCallMs = 600_000,
        },
        Findings = [],
    };

    private static LivePart Totals => new()
    {
        AsOfMs = T,
        Whole = new(LiveKey.Everything, null, null, Figures(40), []),
        LastMinute = Minute(1),
        Titles = 0,
        Lines = [new(new(LiveKind.Player, Odd), null, null, Figures(3), []), new(new(LiveKind.ContentType, "vod"), null, null, Figures(2), []), new(new(LiveKind.Channel, "news"), null, null, Figures(1), [])],
        Silos = [new("127.0.0.1:11111@5", T, false, new(7, 12.345, 1.239)), new("127.0.0.1:11112@5", T - 9_000, true, new(0, double.NaN, null))],
    };

    private static LiveHistory Past => new()
    {
        AsOfMs = T,
        IsIncomplete = true,
        StepSeconds = 10,
        Minutes = [Minute(29_916_666), Minute(29_916_670) with { AverageBitrate = float.NaN, Playing = 0, Buffering = 0 }],
        Seconds = [new(T / 1000, Figures(2)), new((T / 1000) + 10, default), new((T / 1000) + 20, Figures(9))],
    };

    private static SessionView Full(string name) => new()
    {
        SessionId = Sid,
        ClosedBy = ClosedBy.NoProgress,
        OpenedAtMs = T,
        LastEventAtMs = T + 60_000,
        ClosesAtMs = T + 600_000,
        ClosedAtMs = T + 70_000,
        StartTs = T - 5,
        EndTs = T + 60_000,
        StartBody = """{"eventType":"sessionStart","params":{"media.id" : "a\u0000b","x":[1, 2 ],"é":null},"customMetadata":{ "k":"v" }}"""u8.ToArray(),
        Qoe = new() { Bitrate = 3_000_000, DroppedFrames = 2, FramesPerSecond = 23.976, TimeToStart = 1_200, ErrorId = name, ErrorSource = name, Others = [new(name, "{\"a\": [1,2.50] }"), new("t", "\"x\"")] },
        Playback = new(PlaybackState.Paused, PlaybackPlace.Ad, 12.5, FullAd(name), FullBreak(name), FullChapter(name), [name, "mute"]),
        Events = new(12, 1, 2),
        Metrics = new()
        {
            ContentStart = true,
            ContentComplete = true,
            ContentResume = true,
            ContentTimeSpentMs = 60_000,
            AdTimeSpentMs = 15_250,
            MediaTimeSpentMs = 75_250,
            UniqueTimePlayedMs = 59_999,
            AverageMinuteAudience = 0.75,
            EstimatedStreams = 2,
            ProgressMarkers = [10, 25, 50],
            ContentSegment = "[0-1]",
            DropBeforeStart = true,
            PauseCount = 1,
            TotalPauseDurationMs = 1_001,
            BufferEvents = 2,
            TotalBufferDurationMs = 2_020,
            StallEvents = 3,
            TotalStallDurationMs = 3_300,
            AdCount = 4,
            AdCompletes = 2,
            AdSkips = 1,
            ChapterCount = 3,
            ChapterCompletes = 1,
            BitrateChanges = 2,
            AverageBitrate = 2_500_000,
            AverageBitrateBucket = "2500000-2599999",
            DroppedFrames = 7,
            TimeToStartMs = 1_200,
            ErrorEvents = 3,
            Errors = [new(name, "player", 2, T, T + 5_000), new("e", name, 1, T + 1, T + 1)],
            AdBreaks = [FullBreak(name), new() { Index = 2, StartTs = T }],
            Ads = [FullAd(name), new() { Id = name, StartTs = T, Playhead = 0, Outcome = PlayOutcome.Cut, EndTs = T }, new() { InBreak = true, StartTs = T, Playhead = 0, Outcome = PlayOutcome.Skipped, CustomMetadata = [] }],
            Chapters = [FullChapter(name), new() { Index = 2, StartTs = T, Length = -0.5, Offset = 0 }],
            PlayerStates = [new(name, 2, 4_500)],
            SinceLastCallMs = 10_000,
        },
        Findings = [new("late-event", 2, T, name), new("no-ping", 1, T + 1, "x")],
        Journal = new(3, true,
            [.. Enum.GetValues<JournalSegmentKind>().Select((kind, at) => new JournalSegment(kind, T + at, T + at + 1, at % 2 == 0 ? name : null, at, at + 0.5, at % 3 == 0 ? at : null))],
            [.. Enum.GetValues<PlayerEventType>().Select((type, at) => new JournalPoint(type, T + at, at + 0.125, at % 2 == 0 ? name : null, at % 3 == 0 ? at : null))]),
        Downloaded = true,
    };

    private static AdSummary FullAd(string name) => new()
    {
        InBreak = true,
        BreakItem = 0,
        BreakIndex = 3,
        Position = 2,
        Id = name,
        Name = name,
        Length = 15.25,
        PlayerName = name,
        Advertiser = name,
        CampaignId = name,
        CreativeId = name,
        CreativeUrl = name,
        PlacementId = name,
        SiteId = name,
        BreakName = name,
        CustomMetadata = [new("a.B_9", name), new("empty", "")],
        StartTs = T,
        EndTs = T + 15_250,
        Playhead = 12.5,
        TimePlayedMs = 15_250,
        Outcome = PlayOutcome.Completed,
    };

    private static AdBreakSummary FullBreak(string name) => new() { Index = 3, Name = name, Offset = 12.25, StartTs = T, EndTs = T + 16_000 };

    private static ChapterSummary FullChapter(string name) => new()
    {
        Index = 4,
        Name = name,
        Offset = 60.5,
        Length = 61.25,
        CustomMetadata = [new("a.B_9", name)],
        StartTs = T,
        EndTs = T + 61_001,
        TimePlayedMs = 61_001,
        Outcome = PlayOutcome.Skipped,
    };

    private static SessionView With(SessionView view, byte[] startBody) => new()
    {
        SessionId = view.SessionId,
        ClosedBy = view.ClosedBy,
        OpenedAtMs = view.OpenedAtMs,
        LastEventAtMs = view.LastEventAtMs,
        ClosesAtMs = view.ClosesAtMs,
        ClosedAtMs = view.ClosedAtMs,
        StartTs = view.StartTs,
        EndTs = view.EndTs,
        StartBody = startBody,
        Qoe = view.Qoe,
        Playback = view.Playback,
        Events = view.Events,
        Metrics = view.Metrics,
        Findings = view.Findings,
    };

    private static FoundSession Found(ClosedBy? closedBy, string? name, PlaybackState state, PlaybackPlace place) => new()
    {
        SessionId = Sid,
        ClosedBy = closedBy,
        OpenedAtMs = T,
        LastEventAtMs = T + 1,
        ClosedAtMs = closedBy is null ? null : T + 2,
        MediaId = name ?? "",
        MediaName = name,
        Channel = name ?? "c",
        PlayerName = name ?? "p",
        VisitorId = name,
        State = state,
        In = place,
        Findings = 3,
    };

    private static LivePart Titles(string name) => new()
    {
        AsOfMs = T - 500,
        IsIncomplete = name == Odd,
        Titles = 3,
        Listed = Figures(12),
        OtherTitles = Figures(1),
        LastMinute = Minute(2),
        Whole = name == "a" ? new(new(LiveKind.Title, "a1"), name, null, Figures(5), [1, 2]) : null,
        Lines = [new(new(LiveKind.Title, name + "1"), name, name, Figures(6), [0, 5, 7]), new(new(LiveKind.Title, name + "2"), null, null, Figures(2), [])],
    };

    private static LiveFigures Figures(int n) => new()
    {
        Open = 6 * n,
        Starting = n,
        Playing = n + 1,
        Paused = n + 2,
        Buffering = n + 3,
        Ad = n + 4,
        BitrateKnown = 3,
        BitrateSum = 10 * n,
        Starts = 2 * n,
        ContentStarts = n,
        Ends = n + 7,
        EndsBeforeStart = 1,
        Errors = 2,
        BitrateChanges = 3,
    };

    private static LiveMinute Minute(int minute) => new()
    {
        Minute = minute,
        Open = 12.3456f,
        Starting = 0.5f,
        Playing = 7.777f,
        Paused = 1,
        Buffering = 0.333f,
        Ad = 2.25f,
        PeakViewers = 14,
        Starts = 5,
        ContentStarts = 4,
        Ends = 3,
        EndsBeforeStart = 2,
        Errors = 1,
        BitrateChanges = 6,
        AverageBitrate = 1_234_567.8f,
    };

    private static byte[] Session(SessionView view) => SessionJson.Answers.Write(new SessionAnswer(view));

    private static byte[] List(FoundSessions found) => SessionJson.Answers.Write(new SessionListAnswer(found, T));

    private static byte[] Live(LiveAnswer live) => LiveJson.Answers.Write(live);

    private static byte[] History(HistoryQuery query) => LiveJson.Answers.Write(new LiveHistoryAnswer(Past, query));

    private static byte[] Points(LiveSecond[] seconds) => LiveJson.Answers.Write(new LivePointsAnswer([.. seconds.Select(LivePoint.Of)]));

    private static byte[] Quarantine(QuarantineList list) => QuarantineJson.Answers.Write(new QuarantineAnswer(list));

    private static byte[] Stream()
    {
        var frames = new SessionFrames();
        var news = new SessionUpdate(default, Full("na\r\nme"), [.. Enum.GetValues<AppliedVerdict>().Select(verdict => new AppliedEvent(PlayerEventType.AdBreakStart, T, T + 1, 12.5, verdict, verdict == 0 ? null : Odd))], null, true, T);
        var first = new SessionUpdate(default, Empty, [], null, false, T);
        return [.. frames.Of(first).Concat(frames.Of(news)).Append(SessionFrames.Countdown(new(T + 599_000, T - 1, T + 86_386_000), T)).SelectMany(static frame => frame)];
    }
}
