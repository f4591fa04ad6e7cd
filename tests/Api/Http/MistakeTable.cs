using System.Runtime.CompilerServices;

namespace SessionGrains.Api.Tests;

/// <summary>
/// The table of mistakes in docs/protocol.md. Its requests are written for readers: a body is one code span; or two with an arrow between, which is the
/// page's sessionStart with the first replaced by the second (or by nothing); or one with × and a number, repeated so often; or none.
/// </summary>
internal static partial class MistakeTable
{
    private const string Heading = "| mistake | request | body | status | pointer | code | detail |";
    private const string None = "–";

    public static string[] Lines { get; } = File.ReadAllText(PathOfPage()).ReplaceLineEndings("\n").Split('\n');

    /// <summary>Line numbers, from 0, of the table's rows.</summary>
    public static IEnumerable<int> Rows
    {
        get
        {
            var heading = Array.IndexOf(Lines, Heading);
            return Enumerable.Range(heading + 2, Lines.Length - heading - 2).TakeWhile(line => Lines[line].StartsWith('|'));
        }
    }

    /// <summary>The row with the columns that tell the answer made anew.</summary>
    public static string WithAnswer(string row, HttpResponseMessage answer, string content)
    {
        var cells = row.Split(" | ");
        var problem = content.Length == 0 ? null : JsonNode.Parse(content)!;
        var errors = problem?["errors"]?.AsArray();
        string[] told = errors is null
            ? [None, None, problem is null ? None : Code((string)problem["detail"]!)]
            : [Joined(errors, "pointer"), Joined(errors, "code"), Joined(errors, "detail")];
        return string.Join(" | ", [.. cells[..3], ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture), .. told]) + " |";
    }

    /// <summary>The request of a row, its path's names in braces replaced.</summary>
    public static HttpRequestMessage Request(string row, IReadOnlyDictionary<string, string> sessions)
    {
        var cells = row.Split(" | ");
        var request = Spans(cells[1])[0].Split(' ');
        var path = sessions.Aggregate(request[1], (path, session) => path.Replace(session.Key, session.Value, StringComparison.Ordinal));
        return new HttpRequestMessage(new HttpMethod(request[0]), path) { Content = Body(cells[2]) is { } body ? Sample.Json(body) : null };
    }

    public static void Save() => File.WriteAllText(PathOfPage(), string.Join('\n', Lines));

    private static string? Body(string cell)
    {
        var spans = Spans(cell);
        return spans switch
        {
            [] => null,
            [var text] when cell.Contains(" × ", StringComparison.Ordinal) => string.Concat(Enumerable.Repeat(text, int.Parse(cell.Split(" × ")[1], CultureInfo.InvariantCulture))),
            [var left] when cell.EndsWith(" → nothing", StringComparison.Ordinal) => Changed(left, ""),
            [var text] => text,
            [var from, var to] => Changed(from, to),
            _ => throw new FormatException($"What does '{cell}' mean?"),
        };
    }

    private static string Changed(string from, string to) => SessionStart.Contains(from, StringComparison.Ordinal)
        ? SessionStart.Replace(from, to, StringComparison.Ordinal)
        : throw new FormatException($"The sessionStart of the page has no '{from}'.");

    /// <summary>The page's one JSON block that is a sessionStart.</summary>
    private static string SessionStart { get; } = SessionStartBlock().Match(string.Join('\n', Lines)).Groups[1].Value;

    private static string[] Spans(string cell) => [.. CodeSpan().Matches(cell).Select(match => match.Groups[1].Value)];

    private static string Joined(JsonArray errors, string member) => string.Join("<br>", errors.Select(error => Code((string)error![member]!)));

    private static string Code(string text) => text.Length == 0 ? "(the body)" : $"`{text}`";

    private static string PathOfPage([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/protocol.md"));

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex("```json\n([^`]*\"sessionStart\"[^`]*)\n```")]
    private static partial Regex SessionStartBlock();
}
