namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>What a finding says (docs/protocol.md#5-findings).</summary>
public sealed class FindingSentences
{
    private static readonly (BoundedList List, string Name)[] Limits =
    [
        (BoundedList.Ads, "ads (200)"), (BoundedList.AdBreaks, "adBreaks (200)"), (BoundedList.Chapters, "chapters (200)"), (BoundedList.Errors, "errors (32 distinct)"),
        (BoundedList.PlayerStates, "playerStates (10)"), (BoundedList.QoeKeys, "qoeData (32 unknown keys, 8 KiB"), (BoundedList.WatchedIntervals, "watched intervals (64,"),
        (BoundedList.States, "statesStart and statesEnd (20 in an event)"), (BoundedList.UnknownMembers, "unknown members (32 in an event)"),
        (BoundedList.Metadata, "customMetadata (64 in an event, 256 in a sessionStart)"),
    ];

    [Fact]
    public void Each_kind_has_a_code_of_its_own_and_a_sentence()
    {
        var all = Enum.GetValues<FindingKind>().Select(static kind => FindingCatalogue.Describe(new(kind, 3, 7, "subject"), BoundedList.Ads)).ToArray();

        Assert.All(all, static one => Assert.Matches("^[a-z]+(-[a-z]+)*$", one.Code));
        Assert.All(all, static one => Assert.Matches("^[A-Za-z].{20,}[.?]$", one.Detail));
        Assert.Equal(all.Length, all.DistinctBy(static one => one.Code).Count());
        Assert.Equal(all.Length, all.DistinctBy(static one => one.Detail).Count());
        Assert.All(all, static one => Assert.Equal((3, 7), (one.Count, one.Ts)));
    }

    [Fact]
    public void Over_limit_names_the_lists_with_their_limits_and_no_others()
    {
        foreach (var (list, name) in Limits)
        {
            var detail = Detail(list);
            Assert.StartsWith($"More than is kept of: {name}", detail, StringComparison.Ordinal);
            Assert.Equal(1, Limits.Count(one => detail.Contains($"{one.Name}", StringComparison.Ordinal)));
            Assert.Equal(list is BoundedList.Ads or BoundedList.AdBreaks or BoundedList.Chapters or BoundedList.Errors, detail.Contains("256 KiB", StringComparison.Ordinal));
        }

        Assert.StartsWith("More than is kept of: chapters (200), playerStates (10)", Detail(BoundedList.PlayerStates | BoundedList.Chapters), StringComparison.Ordinal);
    }

    private static string Detail(BoundedList lists) => FindingCatalogue.Describe(new(FindingKind.OverLimit, 1, 0, null), lists).Detail;
}
