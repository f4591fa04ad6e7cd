namespace SessionGrains.Api.Tests;

/// <summary>The documented members of events about ads, ad breaks and chapters, and how they are told.</summary>
internal static class SaidMembers
{
    /// <summary>Of an adBreakStart or of its adStarts: told in several places.</summary>
    public const string BreakName = "media.ad.podFriendlyName";

    /// <summary>Member of <c>params</c> → our member.</summary>
    public static readonly Dictionary<string, string> OfAd = new()
    {
        ["media.ad.id"] = "id",
        ["media.ad.name"] = "name",
        ["media.ad.length"] = "length",
        ["media.ad.podPosition"] = "position",
        ["media.ad.playerName"] = "playerName",
        ["media.ad.podFriendlyName"] = "breakName",
        ["media.ad.advertiser"] = "advertiser",
        ["media.ad.campaignId"] = "campaignId",
        ["media.ad.creativeId"] = "creativeId",
        ["media.ad.creativeURL"] = "creativeUrl",
        ["media.ad.placementId"] = "placementId",
        ["media.ad.siteId"] = "siteId",
    };

    public static readonly Dictionary<string, string> OfAdBreak = new()
    {
        ["media.ad.podIndex"] = "index",
        ["media.ad.podSecond"] = "offset",
    };

    public static readonly Dictionary<string, string> OfChapter = new()
    {
        ["media.chapter.index"] = "index",
        ["media.chapter.friendlyName"] = "name",
        ["media.chapter.offset"] = "offset",
        ["media.chapter.length"] = "length",
    };

    /// <summary>All that was said is told under our name, and what was not said is left out.</summary>
    public static void Members(SaidEvent start, Dictionary<string, string> names, JsonNode told)
    {
        Assert.All(start.Params, member => Assert.Contains(member.Key, names.Keys.Append(BreakName)));
        foreach (var (name, ours) in names)
        {
            Same(start.Param(name)?.DeepClone(), told, ours);
        }
    }

    /// <summary>A member has this value; null: it is left out.</summary>
    public static void Same(JsonNode? expected, JsonNode told, string member) =>
        Assert.True(
            told.AsObject().ContainsKey(member) == expected is not null && JsonNode.DeepEquals(Reread(expected), told[member]),
            $"{member} is {expected?.ToJsonString() ?? "not said"}, but told is {told.ToJsonString()}");

    /// <summary>A number that was read and one that was computed are only compared by their text.</summary>
    private static JsonNode? Reread(JsonNode? node) => node is null ? null : JsonNode.Parse(node.ToJsonString());

    public static SaidEvent[] OfTypes(this SaidEvent[] said, params string[] types) => [.. said.Where(one => types.Contains(one.Type))];

    /// <summary>The break that is open when an ad starts.</summary>
    public static SaidEvent? BreakOf(this SaidEvent[] said, SaidEvent ad) =>
        said.TakeWhile(one => one != ad).LastOrDefault(static one => one.Type is "adBreakStart" or "adBreakComplete") is { Type: "adBreakStart" } start ? start : null;

    /// <summary>The name of a break, which its adBreakStart says, otherwise the first of its adStarts that has one.</summary>
    public static JsonNode? BreakNameOf(this SaidEvent[] said, SaidEvent adBreak) =>
        (adBreak.Param(BreakName) ?? said.OfTypes("adStart").Where(ad => said.BreakOf(ad) == adBreak).Select(static ad => ad.Param(BreakName)).FirstOrDefault(static name => name is not null))?.DeepClone();
}
