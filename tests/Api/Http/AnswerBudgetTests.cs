using SessionGrains.Api.Operators.Answers;
using SessionGrains.Api.Operators.Live;
using SessionGrains.Live;
using SessionGrains.Sessions;

namespace SessionGrains.Api.Tests;

/// <summary>Answers over HTTP, filled with the texts that take most: each character is an escape of six bytes.</summary>
public sealed class AnswerBudgetTests
{
    private static readonly string Text = new('\u0001', 256);

    [Fact]
    public async Task A_search_answers_about_a_mebibyte_and_says_that_there_is_more()
    {
        var session = new FoundSession
        {
            SessionId = new('a', 64),
            ClosedBy = ClosedBy.NoProgress,
            OpenedAtMs = 0,
            LastEventAtMs = 0,
            ClosedAtMs = 0,
            MediaId = Text,
            MediaName = Text,
            Channel = Text,
            PlayerName = Text,
            VisitorId = Text,
            State = PlaybackState.Buffering,
            In = PlaybackPlace.AdBreak,
            Findings = 30,
        };
        using var server = new Server().With(services => services.AddSingleton<ISessions>(new OnlyFinder([.. Enumerable.Repeat(session, 200)])));

        var answer = await server.Ask().GetStringAsync("/api/v1/sessions?limit=200");

        Assert.InRange(answer.Length, MessageBudget.Bytes / 2, MessageBudget.Bytes + 1_024);
        Assert.True((bool)JsonNode.Parse(answer)!["truncated"]!);
        Assert.InRange(JsonNode.Parse(answer)!["sessions"]!.AsArray().Count, 100, 199);
    }

    [Fact]
    public void The_live_counts_are_about_a_mebibyte_and_titles_that_do_not_fit_are_among_the_others()
    {
        var figures = new LiveFigures { Open = 1_000_000_000, Playing = 1_000_000_000 };
        LiveLine Line(LiveKind kind, int number) => new(
            new(kind, $"{number}".PadRight(LiveKey.MaxIdLength, '\u0001')), Text[..200], Text[..200], figures, [.. Enumerable.Repeat(int.MaxValue, 60)]);
        var titles = new LivePart { Lines = [.. Enumerable.Range(0, 200).Select(number => Line(LiveKind.Title, number))], Titles = 200, Listed = new() { Open = 7 } };
        var totals = new LivePart { Lines = [.. ((LiveKind[])[LiveKind.Player, LiveKind.ContentType, LiveKind.Channel]).SelectMany(kind => Enumerable.Range(0, 50).Select(number => Line(kind, number)))] };

        var live = LiveAnswer.Of(new(null, null, 200), totals, [titles], isAnyMissing: false);
        var answer = LiveJson.Answers.Write(live);

        Assert.InRange(answer.Length, MessageBudget.Bytes / 2, MessageBudget.Bytes);
        Assert.InRange(live.Titles.Length, 100, 199);
        Assert.Equal(200, live.TitleCount);
    }

    [Fact]
    public void The_past_of_a_day_and_of_ten_minutes_are_less_than_a_mebibyte_each()
    {
        var history = new LiveHistory
        {
            StepSeconds = 60,
            Minutes = [.. Enumerable.Range(0, 1_440).Select(static minute => new LiveMinute
            {
                Minute = 29_000_000 + minute, Open = 123_456_789.12f, Starting = 1e9f / 3, Playing = 1e9f / 3, Paused = 1e9f / 3, Buffering = 1e9f / 3, Ad = 1e9f / 3, PeakViewers = int.MinValue,
                Starts = int.MinValue, ContentStarts = int.MinValue, Ends = int.MinValue, EndsBeforeStart = int.MinValue, Errors = int.MinValue, BitrateChanges = int.MinValue, AverageBitrate = float.MaxValue,
            })],
            Seconds = [.. Enumerable.Range(0, 600).Select(static second => new LiveSecond(1_700_000_000 + second, new()
            {
                Open = int.MinValue, Playing = 1_000_000_007, Starts = long.MinValue, ContentStarts = long.MinValue, Ends = long.MinValue, EndsBeforeStart = long.MinValue, Errors = long.MinValue, BitrateChanges = long.MinValue,
            }))],
        };

        Assert.InRange(LiveJson.Answers.Write(new LiveHistoryAnswer(history, new(false, long.MinValue, long.MaxValue, null))).Length, 1, MessageBudget.Bytes);
        Assert.InRange(LiveJson.Answers.Write(new LivePointsAnswer([.. history.Seconds.Select(LivePoint.Of)])).Length, 1, MessageBudget.Bytes);
    }

    private sealed class OnlyFinder(FoundSession[] sessions) : ISessions, ISessionFinder
    {
        public IReportReader Reports => throw new NotSupportedException();

        public ISessionFinder Finder => this;

        public ISessionGrain Of(IdSpan id) => throw new NotSupportedException();

        public Task<FoundSessions> Find(SessionQuery query) => Task.FromResult(new FoundSessions(sessions, Incomplete: false, Truncated: false));
    }
}
