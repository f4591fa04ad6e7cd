using static SessionGrains.Api.Tests.SaidMembers;

namespace SessionGrains.Api.Tests;

/// <summary>Compares what a client said of ads, ad breaks, chapters, player states and errors with the rows of its session.</summary>
/// <param name="said">The client's events in order of <c>ts</c>. It closed itself what it opened, and an ad break with an ad in it.</param>
/// <param name="rows">All rows of its session.</param>
internal sealed class ToldInRows(SaidEvent[] said, JsonNode[] rows)
{
    /// <summary>Member of an adStart's <c>params</c> → our member of its rows.</summary>
    private static readonly Dictionary<string, string> OfAdRow = new(OfAd) { ["media.ad.playerName"] = "adPlayerName" };

    public void Ads()
    {
        var (starts, closings) = (said.OfTypes("adStart"), said.OfTypes("adComplete", "adSkip"));
        var (startRows, endRows) = (Rows("adStart"), Rows("adEnd"));
        Assert.Equal((starts.Length, closings.Length), (startRows.Length, endRows.Length));
        for (var n = 0; n < starts.Length; n++)
        {
            Ad(starts[n], starts[n], startRows[n]);
            Ad(starts[n], closings[n], endRows[n]);
            Same(closings[n].Ts, endRows[n], "endTs");
            Same(closings[n].Type == "adComplete" ? "completed" : "skipped", endRows[n], "outcome");
        }
    }

    public void Chapters()
    {
        var (starts, closings, ends) = (said.OfTypes("chapterStart"), said.OfTypes("chapterComplete", "chapterSkip"), Rows("chapterEnd"));
        Assert.Equal((starts.Length, closings.Length), (ends.Length, ends.Length));
        for (var n = 0; n < starts.Length; n++)
        {
            Members(starts[n], OfChapter, ends[n]);
            Same(starts[n].Metadata, ends[n], "customMetadata");
            Same(starts[n].Ts, ends[n], "startTs");
            Same(closings[n].Ts, ends[n], "endTs");
            At(closings[n], ends[n]);
            Same(closings[n].Type == "chapterComplete" ? "completed" : "skipped", ends[n], "outcome");
        }
    }

    /// <summary>Player states, errors and quality values are in the row of the session's end.</summary>
    public void StatesAndErrors()
    {
        var end = Assert.Single(Rows("sessionEnd"));
        var told = new ToldAgain(said, new JsonObject { ["metrics"] = end.DeepClone(), ["qoeData"] = end["qoeData"]!.DeepClone() });
        told.PlayerStates();
        told.Errors();
    }

    /// <summary>Nothing of these sessions is left for a remainder, and every row is of a kind that is compared here.</summary>
    public void NoOthers() => Assert.Equal(
        rows.Length, 2 + said.OfTypes("adStart", "adComplete", "adSkip", "chapterComplete", "chapterSkip").Length);

    /// <summary>A row of an ad tells what its adStart and its adBreakStart said.</summary>
    private void Ad(SaidEvent start, SaidEvent when, JsonNode row)
    {
        var adBreak = said.BreakOf(start);
        At(when, row);
        Members(start, OfAdRow.Where(static member => member.Key != BreakName).ToDictionary(), row);
        Same(start.Metadata, row, "customMetadata");
        Same(start.Ts, row, "startTs");
        Same(start.Playhead, row, "playhead");
        Same(adBreak is not null, row, "inBreak");
        Same(adBreak is null ? null : Array.IndexOf(said.OfTypes("adBreakStart"), adBreak), row, "breakItem");
        Same(adBreak?.Param("media.ad.podIndex")?.DeepClone(), row, "breakIndex");
        Same(adBreak?.Param("media.ad.podSecond")?.DeepClone(), row, "breakOffset");
        Same(start.Param(BreakName)?.DeepClone() ?? (adBreak is null ? null : said.BreakNameOf(adBreak)), row, "breakName");
    }

    private static void At(SaidEvent when, JsonNode row)
    {
        Same(when.Ts, row, "ts");
        Assert.Equal(when.Ts, DateTimeOffset.Parse((string)row["at"]!, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds());
    }

    private JsonNode[] Rows(string kind) => [.. rows.Where(row => (string?)row["kind"] == kind)];
}
