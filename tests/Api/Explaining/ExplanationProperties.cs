using CsCheck;

namespace SessionGrains.Api.Tests.Explaining;

/// <summary>What holds for the explanation of any session.</summary>
public sealed class ExplanationProperties
{
    private static readonly string[] Types =
    [
        "play", "play", "ping", "ping", "ping", "pauseStart", "bufferStart", "adBreakStart", "adStart", "adComplete", "adSkip", "adBreakComplete", "chapterStart", "chapterComplete", "chapterSkip",
        "stateStart", "stateEnd", "error", "bitrateChange", "sessionComplete",
    ];

    private static readonly string[] Lists = ["errors", "ads", "adBreaks", "chapters", "playerStates"];

    private static readonly double[] Gaps = [0, 0, 0, 0.001, 0.5, 1, 1.001, 3, 10, 10, 25, 700];

    private static readonly Gen<(int Type, int Gap, int Move)> Step = Gen.Select(Gen.Int[0, Types.Length - 1], Gen.Int[0, Gaps.Length - 1], Gen.Int[0, 12]);

    private static readonly (string Metric, Func<SessionMetrics, long> Ms)[] Durations =
    [
        ("contentTimeSpent", static metrics => metrics.ContentTimeSpentMs), ("adTimeSpent", static metrics => metrics.AdTimeSpentMs), ("totalPauseDuration", static metrics => metrics.TotalPauseDurationMs),
        ("totalBufferDuration", static metrics => metrics.TotalBufferDurationMs), ("totalStallDuration", static metrics => metrics.TotalStallDurationMs),
        ("uniqueTimePlayed", static metrics => metrics.UniqueTimePlayedMs),
    ];

    [Fact]
    public void Spans_and_omitted_ones_add_up_to_the_metric_of_a_journal_that_is_not_thinned() =>
        Step.Array[0, 60].Sample(
            steps =>
            {
                var session = Session(steps);
                AddUp(session.View(), isThinned: false);
                AddUp(session.TimeOut().View(), isThinned: false);
            },
            iter: 5_000);

    [Fact]
    public void A_thinned_journal_says_by_how_much_it_differs() =>
        Step.Array[150, 300].Sample(steps => AddUp(Session(steps).View(), isThinned: null), iter: 100);

    [Fact]
    public void Every_metric_that_is_0_null_false_or_empty_has_one_bounded_sentence_that_begins_with_its_value() =>
        Step.Array[0, 60].Sample(
            steps =>
            {
                var session = Explaining.Json(Session(steps).View());
                var metrics = session["metrics"]!.AsObject();
                var explained = session["explanation"]!["metrics"]!.AsArray().ToDictionary(one => (string)one!["metric"]!, one => one!);

                foreach (var (metric, value) in metrics.Where(metric => !Lists.Contains(metric.Key)))
                {
                    Assert.True(explained.ContainsKey(metric) || value?.ToJsonString() is not (null or "0" or "false" or "[]"), $"{metric} is {value?.ToJsonString() ?? "null"}");
                }

                foreach (var (metric, explanation) in explained)
                {
                    var sentence = (string)explanation["sentence"]!;
                    Assert.Equal(metrics[metric]?.ToJsonString(), explanation["value"]?.ToJsonString());
                    Assert.InRange(sentence.Length, 10, 500);
                    Assert.Matches(@"^(\d+(\.\d{1,3})?( s)?|null|true|false|none): .+[^.]\.$", sentence);
                    Assert.DoesNotContain("NaN", sentence);
                }
            },
            iter: 500);

    private static ScriptedSession Session((int Type, int Gap, int Move)[] steps)
    {
        var session = new ScriptedSession(steps.Length % 3 == 0 ? 0 : 60);
        var (at, playhead) = (0.0, 0.0);
        foreach (var (type, gap, move) in steps)
        {
            at += Gaps[gap];
            playhead = move switch { < 3 => playhead, < 7 => playhead + Gaps[gap], 7 => playhead + 30, 8 => 5, 9 => playhead + (2 * Gaps[gap]), 10 => Math.Max(0, playhead - 0.7), 11 => 86_390, _ => playhead + 1 };
            session.Then(Types[type], at, Math.Round(playhead, 3), $"name {type}");
        }

        return session;
    }

    private static void AddUp(SessionView view, bool? isThinned)
    {
        Assert.Equal(isThinned ?? view.Journal!.Thinned, view.Journal!.Thinned);
        foreach (var (metric, ms) in Durations)
        {
            var explained = Explaining.Of(view, metric);
            Assert.InRange(explained.Spans!.Length, 0, 20);
            Assert.Equal(ms(view.Metrics), explained.Spans.Sum(static span => span.Seconds) + explained.Omitted!.Seconds + explained.Unexplained);
            Assert.True(explained.Unexplained == 0 || view.Journal.Thinned, $"{metric}: {explained.Unexplained}");
            Assert.True(explained.Unexplained >= 0 || metric == "uniqueTimePlayed", $"{metric}: {explained.Unexplained}");
            Assert.True(explained.Unexplained == 0 || explained.Sentence.Contains("add up to", StringComparison.Ordinal), explained.Sentence);
        }
    }
}
