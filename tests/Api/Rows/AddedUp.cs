namespace SessionGrains.Api.Tests;

/// <summary>What the rows of ads and chapters of a session and its remainder add up to, as docs/reports.md#adding-up says.</summary>
internal static class AddedUp
{
    /// <summary>Compares it with the totals in the row of the session's end.</summary>
    public static void AssertEqual(IReadOnlyCollection<JsonNode> rows)
    {
        var total = Assert.Single(rows, static row => (string?)row["kind"] == "sessionEnd");
        Assert.Equal(
            (Total("adCount"), Total("adCompletes"), Total("adSkips"), Total("adTimeSpent"), Total("chapterCount"), Total("chapterCompletes")),
            (Count("adStart") + Rest("adCount"), Count("adEnd", "completed") + Rest("adCompletes"), Count("adEnd", "skipped") + Rest("adSkips"),
                rows.Where(static row => (string?)row["kind"] == "adEnd").Sum(static row => (decimal)row["timePlayed"]!) + Rest("adTimeSpent"),
                Count("chapterEnd") + Rest("chapterCount"), Count("chapterEnd", "completed") + Rest("chapterCompletes")));

        decimal Total(string name) => (decimal)total[name]!;

        decimal Rest(string name) => rows.Where(static row => (string?)row["kind"] == "remainder").Sum(row => (decimal)row[name]!);

        decimal Count(string kind, string? outcome = null) => rows.Count(row => (string?)row["kind"] == kind && (outcome is null || (string?)row["outcome"] == outcome));
    }
}
