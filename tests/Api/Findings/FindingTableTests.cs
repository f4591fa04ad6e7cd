using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace SessionGrains.Api.Tests;

/// <summary>The tables of docs/protocol.md#5-findings.</summary>
public sealed partial class FindingTableTests
{
    private const string Refresh = "REFRESH_PROTOCOL";
    private const string Codes = "| code | when | what to do |";
    private const string Examples = "| sent | findings |";

    private static readonly string[] Lines = File.ReadAllText(PathOfPage()).ReplaceLineEndings("\n").Split('\n');

    [Fact]
    public void The_examples_of_the_protocol_page_have_the_findings_that_it_says()
    {
        var wrong = new List<string>();
        foreach (var line in RowsOf(Examples))
        {
            var sent = Lines[line].Split(" | ")[0];
            var real = $"{sent} | {FindingExample.Findings(FindingExample.Track(Span().Match(sent).Groups[1].Value))} |";
            if (real != Lines[line])
            {
                wrong.Add($"{Lines[line]}\nis really\n{real}\n");
            }

            Lines[line] = real;
        }

        if (Environment.GetEnvironmentVariable(Refresh) == "1")
        {
            File.WriteAllText(PathOfPage(), string.Join('\n', Lines));
        }

        Assert.True(wrong.Count == 0, $"Look at the difference after: {Refresh}=1 dotnet test tests/Api --filter {nameof(FindingTableTests)}\n{string.Join('\n', wrong)}");
    }

    /// <summary>Examples are sent to the Media Collection API; <see cref="EdgeAnswerTests"/> show these.</summary>
    private static readonly string[] OfEdge = ["path-mismatch", "playhead-range"];

    [Fact]
    public void Every_finding_is_in_the_table_and_has_an_example()
    {
        var kinds = Enum.GetValues<Tracking.FindingKind>().Select(static kind => Tracking.FindingCatalogue.Describe(new(kind, 1, 0, "x"), Tracking.BoundedList.None).Code).Order().ToArray();

        Assert.Equal(kinds, RowsOf(Codes).SelectMany(static line => CodesIn(Lines[line].Split(" | ")[0])).Order());
        Assert.Equal(kinds.Except(OfEdge), RowsOf(Examples).SelectMany(static line => CodesIn(Lines[line].Split(" | ")[1])).Distinct().Order());
    }

    private static IEnumerable<string> CodesIn(string cell) => Span().Matches(cell).Select(static match => match.Groups[1].Value);

    private static IEnumerable<int> RowsOf(string heading)
    {
        var at = Array.IndexOf(Lines, heading);
        Assert.True(at >= 0, $"docs/protocol.md has no table '{heading}'.");
        return Enumerable.Range(at + 2, Lines.Length - at - 2).TakeWhile(static line => Lines[line].StartsWith('|'));
    }

    private static string PathOfPage([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/protocol.md"));

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex Span();
}
