using System.Text.RegularExpressions;
using SessionGrains.Tracking;

namespace SessionGrains.Api.Tests;

/// <summary>An example in the notation of docs/protocol.md#an-example-of-each-finding: written as bodies, read by the reader, tracked by the core.</summary>
internal static partial class FindingExample
{
    private const long Zero = 1_800_000_000_000;

    /// <summary>The session that the example makes.</summary>
    public static Session Track(string example)
    {
        var sent = example.Split(" · ").SelectMany(Repeated).Select(static text => Notation().Match(text) is { Success: true } match ? match : throw new FormatException($"What does '{text}' mean?")).ToList();
        if (sent[0].Groups["type"].Value != "sessionStart")
        {
            sent.Insert(0, Notation().Match("sessionStart 0"));
        }

        var now = Zero;
        var playhead = 0.0;
        Session? session = null;
        foreach (var one in sent)
        {
            var ts = Ms(one.Groups["at"].Value);
            now = one.Groups["arrives"] is { Success: true, Value: var arrives } ? Ms(arrives) : Math.Max(now, ts);
            playhead = one.Groups["playhead"] is { Success: true, Value: var given } ? double.Parse(given, CultureInfo.InvariantCulture) : playhead;
            var body = Body(one.Groups["type"].Value, ts, playhead, one.Groups["member"].Captures.Select(static member => member.Value)).ToJsonString();
            if (session is null)
            {
                session = Session.Start(Read.Start(body), now, SessionTimeouts.Default);
            }
            else if (session.Track(Read.Event(body), now) != TrackVerdict.Accepted)
            {
                throw new FormatException($"'{one.Value}' is refused.");
            }
        }

        return session!;
    }

    /// <summary>The findings as the page tells them.</summary>
    public static string Findings(Session session) =>
        string.Join(", ", session.Findings().Select(static finding => finding.Count == 1 ? $"`{finding.Code}`" : $"`{finding.Code}` × {finding.Count}"));

    private static long Ms(string seconds) => Zero + (long)Math.Round(double.Parse(seconds, CultureInfo.InvariantCulture) * 1000);

    private static IEnumerable<string> Repeated(string text) => Times().Match(text) is not { Success: true } times
        ? [text]
        : Enumerable.Range(0, int.Parse(times.Groups[1].Value, CultureInfo.InvariantCulture)).Select(n =>
            $"{times.Groups[2].Value} {(int.Parse(times.Groups[3].Value, CultureInfo.InvariantCulture) + n).ToString(CultureInfo.InvariantCulture)}{times.Groups[4].Value.Replace("#", $"{n + 1}", StringComparison.Ordinal)}");

    private static JsonObject Body(string type, long ts, double playhead, IEnumerable<string> members)
    {
        var body = new JsonObject { ["eventType"] = type, ["playerTime"] = new JsonObject { ["playhead"] = playhead, ["ts"] = ts } };
        foreach (var (name, value) in Required(type).Concat(members.Select(Member)))
        {
            if (name == "customMetadata")
            {
                body[name] = value;
            }
            else
            {
                var part = name.StartsWith("media.qoe.", StringComparison.Ordinal) ? "qoeData" : "params";
                ((JsonObject)(body[part] ??= new JsonObject()))[name] = value;
            }
        }

        return body;
    }

    private static (string Name, JsonNode? Value) Member(string text)
    {
        var (name, value) = (text[..text.IndexOf('=', StringComparison.Ordinal)], text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        return LongText().Match(value) is { Success: true } longText
            ? (name, string.Concat(Enumerable.Repeat(longText.Groups[2].Value, int.Parse(longText.Groups[1].Value, CultureInfo.InvariantCulture))))
            : (name, JsonNode.Parse(value));
    }

    /// <summary>What an event of the type must say.</summary>
    private static (string Name, JsonNode? Value)[] Required(string type) => type switch
    {
        "sessionStart" =>
        [
            ("media.id", "film-7"), ("media.length", 100), ("media.contentType", "vod"), ("media.playerName", "web"), ("media.channel", "films"),
            ("analytics.trackingServer", "example.com"), ("analytics.reportSuite", "suite"), ("visitor.marketingCloudOrgId", "org"),
        ],
        "adBreakStart" => [("media.ad.podIndex", 1), ("media.ad.podSecond", 0)],
        "adStart" => [("media.ad.id", "ad-1"), ("media.ad.length", 15), ("media.ad.podPosition", 1), ("media.ad.playerName", "web")],
        "chapterStart" => [("media.chapter.index", 1), ("media.chapter.length", 60), ("media.chapter.offset", 0)],
        "bitrateChange" => [("media.qoe.bitrate", 1_000_000)],
        "error" => [("media.qoe.errorID", "e1"), ("media.qoe.errorSource", "player")],
        _ => [],
    };

    [GeneratedRegex(@"^(?<type>[a-zA-Z]+) (?<at>-?[0-9.]+)(?: @(?<playhead>[0-9.]+))?(?: (?<member>[a-zA-Z.]+=\S+))*(?: → (?<arrives>[0-9.]+))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Notation();

    [GeneratedRegex("^([0-9]+)×([a-zA-Z]+) ([0-9]+)(.*)$")]
    private static partial Regex Times();

    [GeneratedRegex("^([0-9]+)×\"(.)\"$")]
    private static partial Regex LongText();
}
