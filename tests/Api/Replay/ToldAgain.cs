using static SessionGrains.Api.Tests.SaidMembers;

namespace SessionGrains.Api.Tests;

/// <summary>Compares what a client said of ads, ad breaks, chapters, player states and errors with what its session tells.</summary>
/// <param name="said">The client's events in order of <c>ts</c>. It closed itself what it opened.</param>
/// <param name="session">The session as an operator reads it, or its report.</param>
internal sealed class ToldAgain(SaidEvent[] said, JsonNode session)
{
    private static readonly string[] ErrorIds = ["media.qoe.errorID", "media.errorId"];

    private static readonly string[] ErrorSources = ["media.qoe.errorSource", "media.errorSource"];

    private readonly JsonNode _metrics = session["metrics"]!;

    public void Ads()
    {
        var closings = Of("adComplete", "adSkip");
        var ads = List("ads", closings.Length, "adStart");
        for (var n = 0; n < ads.Length; n++)
        {
            var (start, ad) = (Of("adStart")[n], ads[n]);
            Members(start, OfAd, ad);
            Same(start.Metadata, ad, "customMetadata");
            Same(start.Ts, ad, "startTs");
            Same(start.Playhead, ad, "playhead");
            Same(BreakOf(start) is not null, ad, "inBreak");
            Same(BreakOf(start) is { } adBreak ? Array.IndexOf(Of("adBreakStart"), adBreak) : null, ad, "breakItem");
            Same(BreakOf(start)?.Param("media.ad.podIndex")?.DeepClone(), ad, "breakIndex");
            Same(closings[n].Ts, ad, "endTs");
            Same(closings[n].Type == "adComplete" ? "completed" : "skipped", ad, "outcome");
            Same(closings[n].Type == "adComplete", ad, "completed");
        }
    }

    public void AdBreaks()
    {
        var closings = Of("adBreakComplete");
        var breaks = List("adBreaks", closings.Length, "adBreakStart");
        for (var n = 0; n < breaks.Length; n++)
        {
            var (start, adBreak) = (Of("adBreakStart")[n], breaks[n]);
            Same(said.BreakNameOf(start), adBreak, "name");
            Members(start, OfAdBreak, adBreak);
            Same(start.Ts, adBreak, "startTs");
            Same(closings[n].Ts, adBreak, "endTs");
        }
    }

    public void Chapters()
    {
        var closings = Of("chapterComplete", "chapterSkip");
        var chapters = List("chapters", closings.Length, "chapterStart");
        for (var n = 0; n < chapters.Length; n++)
        {
            var (start, chapter) = (Of("chapterStart")[n], chapters[n]);
            Members(start, OfChapter, chapter);
            Same(start.Metadata, chapter, "customMetadata");
            Same(start.Ts, chapter, "startTs");
            Same(closings[n].Ts, chapter, "endTs");
            Same(closings[n].Type == "chapterComplete" ? "completed" : "skipped", chapter, "outcome");
            Same(closings[n].Type == "chapterComplete", chapter, "completed");
        }
    }

    /// <summary>A state that the client left open ends with its sessionComplete.</summary>
    public void PlayerStates()
    {
        var names = said.SelectMany(static one => one.States(starts: true)).Distinct().ToArray();
        var states = _metrics["playerStates"]!.AsArray();
        Assert.Equal(names, states.Select(static one => (string?)one!["name"]));
        for (var n = 0; n < names.Length; n++)
        {
            var starts = said.Where(one => one.States(starts: true).Contains(names[n])).Select(static one => one.Ts).ToArray();
            var ends = said.Where(one => one.States(starts: false).Contains(names[n])).Select(static one => one.Ts).ToArray();
            Same(starts.Length, states[n]!, "count");
            Assert.InRange(ends.Length, starts.Length - 1, starts.Length);
            Same((ends.Sum() + (ends.Length < starts.Length ? Of("sessionComplete").Single().Ts : 0) - starts.Sum()) / 1000m, states[n]!, "timeSpent");
        }
    }

    public void Errors()
    {
        var errors = Of("error").GroupBy(static one => (Id: TextOf(one, ErrorIds), Source: TextOf(one, ErrorSources))).ToArray();
        var told = _metrics["errors"]!.AsArray();
        Assert.Equal(errors.Length, told.Count);
        Assert.Equal(errors.Sum(static group => group.Count()), (int)_metrics["errorEvents"]!);
        for (var n = 0; n < errors.Length; n++)
        {
            Same(errors[n].Key.Id, told[n]!, "id");
            Same(errors[n].Key.Source, told[n]!, "source");
            Same(errors[n].Count(), told[n]!, "count");
            Same(errors[n].First().Ts, told[n]!, "firstTs");
            Same(errors[n].Last().Ts, told[n]!, "lastTs");
        }

        foreach (var latest in said.SelectMany(static one => one.QoeData).GroupBy(static member => member.Key))
        {
            Same(latest.Last().Value?.DeepClone(), session["qoeData"]!, latest.Key);
        }
    }

    /// <summary>The journal tells the time and playhead of every one of these events.</summary>
    public void Points()
    {
        string[] about = ["adStart", "adComplete", "adSkip", "adBreakStart", "adBreakComplete", "chapterStart", "chapterComplete", "chapterSkip", "stateStart", "stateEnd", "error"];
        var expected = said.Where(one => about.Contains(one.Type)).Select(static one => (one.Type, one.Ts, one.Playhead))
            .Concat(Updates(starts: true, "stateStart"))
            .Concat(Updates(starts: false, "stateEnd"));
        var points = session["journal"]!["points"]!.AsArray().Select(static point => ((string)point!["type"]!, (long)point["ts"]!, (double)point["playhead"]!));

        Assert.Equal(expected.Order(), points.Where(point => about.Contains(point.Item1)).Order());

        IEnumerable<(string Type, long Ts, double Playhead)> Updates(bool starts, string type) =>
            said.Where(static one => one.Type == "statesUpdate").SelectMany(one => one.States(starts).Select(_ => (type, one.Ts, one.Playhead)));
    }

    private static string? TextOf(SaidEvent one, string[] names) =>
        one.Text([.. names.Select(static name => ("qoeData", name)), .. names.Select(static name => ("params", name))]);

    private SaidEvent[] Of(params string[] types) => said.OfTypes(types);

    private SaidEvent? BreakOf(SaidEvent ad) => said.BreakOf(ad);

    private JsonNode[] List(string name, int closings, string type)
    {
        var told = _metrics[name]!.AsArray().Select(static one => one!).ToArray();
        Assert.Equal((Of(type).Length, Of(type).Length), (told.Length, closings));
        return told;
    }
}
