namespace SessionGrains.Api.Tests;

public sealed class ChangelogTests
{
    private static readonly string[] Categories = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];

    private static readonly string[] Lines = BuiltVersion.FromTop("CHANGELOG.md").Split('\n');

    [Fact]
    public void The_version_that_is_built_has_a_section_with_a_date()
    {
        Assert.Contains("## [Unreleased]", Lines);
        Assert.Contains(Lines, static line => Regex.IsMatch(line, $@"^## \[{Regex.Escape(BuiltVersion.Prefix)}\] - \d{{4}}-\d\d-\d\d$"));
    }

    [Fact]
    public void Versions_come_newest_first()
    {
        string[] versions = [.. Lines.Select(static line => Regex.Match(line, @"^## \[(.+?)\]")).Where(static match => match.Success).Select(static match => match.Groups[1].Value)];

        Assert.Equal("Unreleased", versions[0]);
        Assert.Equal(versions[1..].Select(Version.Parse).OrderDescending(), versions[1..].Select(Version.Parse));
    }

    [Fact]
    public void Entries_stand_in_the_categories_that_readers_know() =>
        Assert.All(Lines.Where(static line => line.StartsWith("### ", StringComparison.Ordinal)), static line => Assert.Contains(line[4..], Categories));
}
