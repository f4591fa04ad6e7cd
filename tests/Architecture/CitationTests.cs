using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace SessionGrains.Architecture.Tests;

/// <summary>Comments and pages refer only to what is in this repository.</summary>
public sealed partial class CitationTests
{
    private static readonly string Root = FindRoot();

    private static readonly string[] Folders = ["src", "tests", "bench", "deploy", "docs"];

    /// <summary>Sources that the repository does not contain.</summary>
    [GeneratedRegex(@"\bdecisions\.md|\b[Dd]igest (section|§)|\bthe digest\b|\bdesign decision|\b(design|law)\.md\b|\bfindings\.md")]
    private static partial Regex Elsewhere { get; }

    [GeneratedRegex(@"\bdocs/(?<page>[\w/-]+\.md)(#(?<anchor>[\w-]+))?")]
    private static partial Regex Page { get; }

    [GeneratedRegex(@"\bADR (?<number>\d+)\b")]
    private static partial Regex Record { get; }

    [GeneratedRegex(@"\]\((?<path>[^)#\s:]*)(#(?<anchor>[\w-]+))?\)")]
    private static partial Regex Link { get; }

    [GeneratedRegex(@"^#+ (?<heading>.+)$|<a id=""(?<id>[\w-]+)""", RegexOptions.Multiline)]
    private static partial Regex Anchor { get; }

    [Fact]
    public void Every_citation_leads_somewhere()
    {
        var broken = Files("*.cs", "*.js", "*.csproj", "*.props").SelectMany(static file => Broken(file, File.ReadAllText(file))).ToArray();

        Assert.True(broken.Length == 0, string.Join('\n', broken));
    }

    [Fact]
    public void Every_link_of_a_page_leads_somewhere()
    {
        var broken = Files("*.md").Concat(Directory.EnumerateFiles(Root, "*.md")).SelectMany(static file => BrokenLinks(file, File.ReadAllText(file))).ToArray();

        Assert.True(broken.Length == 0, string.Join('\n', broken));
    }

    [Theory]
    [InlineData("as decisions.md section 3 says", "decisions.md")]
    [InlineData("see docs/nowhere.md", "docs/nowhere.md")]
    [InlineData("see docs/protocol.md#no-such-heading", "docs/protocol.md#no-such-heading")]
    [InlineData("ADR 999", "ADR 999")]
    public void A_citation_that_leads_nowhere_is_found(string comment, string cited) => Assert.Contains(cited, Assert.Single(Broken("here.cs", comment)), StringComparison.Ordinal);

    [Fact]
    public void A_link_that_leads_nowhere_is_found() =>
        Assert.Equal(2, BrokenLinks(Path.Combine(Root, "README.md"), "[a](docs/none.md) [b](docs/live.md#none) [c](docs/live.md) [d](https://example.com/x#y)").Count());

    private static IEnumerable<string> Files(params string[] patterns) =>
        from folder in Folders
        from pattern in patterns
        from file in Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
        where Path.GetFileName(file) != "CitationTests.cs" && !file.Contains("/wwwroot/lib/", StringComparison.Ordinal) && !file.Contains("/node_modules/", StringComparison.Ordinal)
        select file;

    private static IEnumerable<string> Broken(string file, string text) =>
        Elsewhere.Matches(text).Select(static match => match.Value)
            .Concat(Page.Matches(text).Where(static match => !Exists(Path.Combine(Root, "docs", match.Groups["page"].Value), match.Groups["anchor"].Value)).Select(static match => match.Value))
            .Concat(Record.Matches(text).Where(static match => Directory.GetFiles(Path.Combine(Root, "docs/adr"), $"{int.Parse(match.Groups["number"].Value):d4}-*.md").Length == 0).Select(static match => match.Value))
            .Select(cited => $"{Path.GetRelativePath(Root, file)}: {cited}");

    private static IEnumerable<string> BrokenLinks(string file, string text) =>
        from link in Link.Matches(text)
        let path = link.Groups["path"].Value
        let target = path.Length == 0 ? file : Path.Combine(Path.GetDirectoryName(file)!, path)
        where !(path.Length == 0 && link.Groups["anchor"].Length == 0) && !Exists(target, link.Groups["anchor"].Value)
        select $"{Path.GetRelativePath(Root, file)}: {link.Value}";

    private static bool Exists(string path, string anchor) =>
        anchor.Length == 0 || !path.EndsWith(".md", StringComparison.Ordinal) ? Path.Exists(path) : File.Exists(path) && Anchor.Matches(File.ReadAllText(path)).Any(match => AnchorOf(match) == anchor);

    /// <summary>The anchor that GitHub gives a heading.</summary>
    private static string AnchorOf(Match match) => match.Groups["id"].Success
        ? match.Groups["id"].Value
        : string.Concat(match.Groups["heading"].Value.Trim().ToLowerInvariant().Where(static c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-');

    private static string FindRoot([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../.."));
}
