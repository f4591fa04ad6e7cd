namespace SessionGrains.Api.Tests;

/// <summary>What an adStart, an adBreakStart and a chapterStart say arrives whole, within the limits of the documents.</summary>
public sealed class OpeningTests
{
    private const string Emoji = "\ud83d\ude00";

    private const string RequiredOfAd = "\"media.ad.id\":\"i\",\"media.ad.length\":15,\"media.ad.podPosition\":1,\"media.ad.playerName\":\"p\"";

    private const string RequiredOfChapter = "\"media.chapter.index\":1,\"media.chapter.offset\":0,\"media.chapter.length\":60";

    /// <summary>The texts of an adStart and the UTF-16 units that are kept of them.</summary>
    public static TheoryData<string, int> TextsOfAd => new()
    {
        { "media.ad.id", 256 },
        { "media.ad.name", 256 },
        { "media.ad.playerName", 256 },
        { "media.ad.podFriendlyName", 256 },
        { "media.ad.advertiser", 256 },
        { "media.ad.campaignId", 256 },
        { "media.ad.creativeId", 256 },
        { "media.ad.creativeURL", 1_024 },
        { "media.ad.placementId", 256 },
        { "media.ad.siteId", 256 },
    };

    [Theory]
    [InlineData("""{"eventType":"adStart",@time,"params":@params,"customMetadata":@metadata}""")]
    [InlineData("""{"customMetadata":@metadata,"params":@params,@time,"eventType":"adStart"}""")]
    [InlineData("""{@time,"customMetadata":@metadata,"\u0065ventType":"ad\u0053tart","params":@params}""")]
    [InlineData("""{"params":@params,"qoeData":{"eventType":"ping"},"eventType":"adStart",@time,"customMetadata":@metadata}""")]
    public void An_ad_arrives_with_every_member_in_whatever_order_they_come(string body)
    {
        var read = Read.Event(body
            .Replace("@time", Read.PlayerTime, StringComparison.Ordinal)
            .Replace("@params", """
                {"media.ad.siteId":"site","media.ad.id":"id","media.ad.name":"name","media.ad.length":15.25,"media.ad.podPosition":2.0,"media.ad.playerName":"player",
                "media.ad.podFriendlyName":"pod","media.ad.advertiser":"advertiser","media.ad.campaignId":"campaign","media.ad.creativeId":"creative",
                "media.ad.creativeURL":"https://ads.example/1","media.ad.placementId":"placement"}
                """, StringComparison.Ordinal)
            .Replace("@metadata", """{"a.B_9":"x","none":null,"empty":"","last":"\u00e9"}""", StringComparison.Ordinal));

        var ad = read.Ad!;
        Assert.Equal(
            new AdOpening("id", "name")
            {
                Length = 15.25,
                Position = 2,
                PlayerName = "player",
                Advertiser = "advertiser",
                CampaignId = "campaign",
                CreativeId = "creative",
                CreativeUrl = "https://ads.example/1",
                PlacementId = "placement",
                SiteId = "site",
                BreakName = "pod",
            },
            ad with { CustomMetadata = null });
        Assert.Equal([new("a.B_9", "x"), new("empty", ""), new("last", "\u00e9")], ad.CustomMetadata!);
        Assert.Equal((ReaderCuts.None, false), (read.Cuts, read.MetadataIgnored));
        Assert.Null(read.AdBreak);
        Assert.Null(read.Chapter);
    }

    [Theory]
    [InlineData("""{"eventType":"chapterStart",@time,"params":@params,"customMetadata":@metadata}""")]
    [InlineData("""{"customMetadata":@metadata,"params":@params,@time,"eventType":"chapterStart"}""")]
    public void A_chapter_arrives_with_every_member_in_whatever_order_they_come(string body)
    {
        var read = Read.Event(body
            .Replace("@time", Read.PlayerTime, StringComparison.Ordinal)
            .Replace("@params", """{"media.chapter.friendlyName":"name","media.chapter.index":1e3,"media.chapter.offset":0.5,"media.chapter.length":60.25}""", StringComparison.Ordinal)
            .Replace("@metadata", """{"k":"v","l":"w"}""", StringComparison.Ordinal));

        Assert.Equal(new ChapterOpening(1_000, "name") { Offset = 0.5, Length = 60.25 }, read.Chapter! with { CustomMetadata = null });
        Assert.Equal([new("k", "v"), new("l", "w")], read.Chapter.CustomMetadata!);
        Assert.Null(read.Ad);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","customMetadata":null""")]
    [InlineData(""","customMetadata":{}""")]
    [InlineData(""","customMetadata":{"k":null}""")]
    public void What_an_ad_or_a_chapter_does_not_say_is_null(string more)
    {
        foreach (var nulls in (string[])["", ",\"media.ad.name\":null,\"media.ad.podFriendlyName\":null,\"media.ad.advertiser\":null,\"media.ad.creativeURL\":null"])
        {
            Assert.Equal(new AdOpening("i", null) { Length = 15, Position = 1, PlayerName = "p" }, Ad(nulls, more).Ad);
        }

        foreach (var nulls in (string[])["", ",\"media.chapter.friendlyName\":null"])
        {
            Assert.Equal(new ChapterOpening(1, null) { Offset = 0, Length = 60 }, Chapter(nulls, more).Chapter);
        }

        Assert.Equal(new AdBreakOpening(1, 0, null), Read.Event(Read.EventJson("adBreakStart", ""","params":{"media.ad.podIndex":1,"media.ad.podSecond":0}""" + more)).AdBreak);
    }

    [Fact]
    public void An_empty_text_is_a_text()
    {
        var ad = Ad(""","media.ad.name":"","media.ad.advertiser":"","media.ad.creativeURL":"\u0000" """).Ad!;
        Assert.Equal(("", "", ""), (ad.Name, ad.Advertiser, ad.CreativeUrl));
        Assert.Equal("", Chapter(""","media.chapter.friendlyName":"" """).Chapter!.Name);
    }

    [Theory]
    [MemberData(nameof(TextsOfAd))]
    public void A_text_of_an_ad_is_kept_up_to_its_limit_without_NUL_and_never_half_a_character(string member, int units)
    {
        (string Sent, string Kept)[] rows =
        [
            (new('n', units), new('n', units)),
            (new('n', units + 1), new('n', units)),
            (new('\u20ac', units), new('\u20ac', units)),
            (new string('n', units - 2) + Emoji, new string('n', units - 2) + Emoji),
            (new string('n', units - 1) + Emoji, new('n', units - 1)),
            (new string('n', units - 1) + """\ud83d\ude00""", new('n', units - 1)),
            (new('n', 60_000), new('n', units)),
            ("""a\u0000\u0062\\u0000""" + new string('x', units - 9), "ab\\u0000" + new string('x', units - 9)),
            ("""\u0000""" + new string('x', units), new('x', units)),
        ];
        foreach ((var sent, var kept) in rows)
        {
            var isCut = !kept.EndsWith('x') && JsonSerializer.Deserialize<string>($"\"{sent}\"")!.Length > units;
            var read = Read.Event(Read.EventJson("adStart", ",\"params\":{" + With(RequiredOfAd, member, $"\"{sent}\"") + "}"));
            Assert.Equal((kept, isCut ? ReaderCuts.Text : ReaderCuts.None), (TextOf(read.Ad!, member), read.Cuts));
        }
    }

    [Theory]
    [InlineData("media.ad.podPosition", "-1000000000", -1e9)]
    [InlineData("media.ad.podPosition", "1e9", 1e9)]
    [InlineData("media.ad.podPosition", "0", 0)]
    [InlineData("media.ad.length", "-1e9", -1e9)]
    [InlineData("media.ad.length", "1000000000", 1e9)]
    [InlineData("media.ad.length", "-0.0", 0)]
    [InlineData("media.ad.length", "0.125", 0.125)]
    [InlineData("media.chapter.index", "-1e9", -1e9)]
    [InlineData("media.chapter.offset", "-1e9", -1e9)]
    [InlineData("media.chapter.offset", "1e9", 1e9)]
    [InlineData("media.chapter.offset", "-0", 0)]
    [InlineData("media.chapter.length", "-1e9", -1e9)]
    [InlineData("media.chapter.length", "1e9", 1e9)]
    public void Numbers_within_their_range_arrive_as_they_are(string member, string sent, double kept)
    {
        var read = Number(member, sent);
        var value = Assert.NotNull(NumberOf(read, member));
        Assert.Equal(kept, value);
        Assert.False(value == 0 && double.IsNegative(value));
    }

    [Theory]
    [InlineData("media.ad.podPosition", "1e12", "range")]
    [InlineData("media.ad.podPosition", "-1e12", "range")]
    [InlineData("media.ad.podPosition", "1.5", "type")]
    [InlineData("media.ad.podPosition", "null", "required")]
    [InlineData("media.ad.length", "1e12", "range")]
    [InlineData("media.ad.length", "\"15\"", "type")]
    [InlineData("media.ad.length", "1e400", "range")]
    [InlineData("media.chapter.index", "1000000001", "range")]
    [InlineData("media.chapter.offset", "1e12", "range")]
    [InlineData("media.chapter.offset", "null", "required")]
    [InlineData("media.chapter.length", "-1e12", "range")]
    public void Numbers_out_of_their_range_are_refused(string member, string sent, string code)
    {
        var violation = Assert.Single(Read.EventViolations(NumberBody(member, sent)));
        Assert.Equal(($"/params/{member}", code), (violation.Pointer, violation.Code));
    }

    [Theory]
    [InlineData("media.ad.advertiser", "\"a\"")]
    [InlineData("media.ad.length", "1")]
    [InlineData("media.ad.creativeURL", "\"a\"")]
    public void A_member_of_an_ad_that_comes_twice_is_refused(string member, string value)
    {
        var body = Read.EventJson("adStart", ",\"params\":{" + With(RequiredOfAd, member, value) + $",\"{member}\":{value}}}");
        Assert.Equal(new Violation($"/params/{member}", "duplicate-member", "comes twice in this object"), Assert.Single(Read.EventViolations(body)));
    }

    private static PlayerEvent Ad(string moreParams, string more = "") => Read.Event(Read.EventJson("adStart", $",\"params\":{{{RequiredOfAd}{moreParams}}}{more}"));

    private static PlayerEvent Chapter(string moreParams, string more = "") => Read.Event(Read.EventJson("chapterStart", $",\"params\":{{{RequiredOfChapter}{moreParams}}}{more}"));

    private static PlayerEvent Number(string member, string value) => Read.Event(NumberBody(member, value));

    private static string NumberBody(string member, string value)
    {
        var isAd = member.StartsWith("media.ad.", StringComparison.Ordinal);
        return Read.EventJson(isAd ? "adStart" : "chapterStart", ",\"params\":{" + With(isAd ? RequiredOfAd : RequiredOfChapter, member, value) + "}");
    }

    /// <summary>The members with one of them replaced, or added.</summary>
    private static string With(string members, string member, string value) =>
        string.Join(',', members.Split(',').Where(one => !one.StartsWith($"\"{member}\"", StringComparison.Ordinal)).Append($"\"{member}\":{value}"));

    private static double? NumberOf(PlayerEvent read, string member) => member switch
    {
        "media.ad.podPosition" => read.Ad!.Position,
        "media.ad.length" => read.Ad!.Length,
        "media.chapter.index" => read.Chapter!.Index,
        "media.chapter.offset" => read.Chapter!.Offset,
        _ => read.Chapter!.Length,
    };

    private static string? TextOf(AdOpening ad, string member) => member switch
    {
        "media.ad.id" => ad.Id,
        "media.ad.name" => ad.Name,
        "media.ad.playerName" => ad.PlayerName,
        "media.ad.podFriendlyName" => ad.BreakName,
        "media.ad.advertiser" => ad.Advertiser,
        "media.ad.campaignId" => ad.CampaignId,
        "media.ad.creativeId" => ad.CreativeId,
        "media.ad.creativeURL" => ad.CreativeUrl,
        "media.ad.placementId" => ad.PlacementId,
        _ => ad.SiteId,
    };
}
