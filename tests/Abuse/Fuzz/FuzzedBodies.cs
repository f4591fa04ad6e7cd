namespace SessionGrains.Abuse.Tests;

/// <summary>Bodies with extreme numbers and texts in any of their members, one after another from a seed.</summary>
internal sealed class FuzzedBodies(int seed, IReadOnlyDictionary<string, NumericMember[]> numeric)
{
    public static IReadOnlyList<string> Texts { get; } =
    [
        "", " ", "\\u0000", "a\\u0000b", "\\ud800", "\\udc00\\ud83d", "\\ud83d\\ude00", "é", "\\u202e", "\\r\\n", "\\\"", "\\\\", "/", "</script>", "'; --", "NaN", "Infinity", "null", "__proto__",
        "1e400", "\\uffff", "\\u2028", new string('x', 255), new string('x', 257), new string('é', 1_025), new string('x', 255) + "\\ud83d\\ude00", new string('x', 20_000),
    ];

    public static IReadOnlyList<string> Values { get; } = ["null", "true", "\"true\"", "{}", "[]", "[{}]", "{\"a\":{\"b\":[1e308]}}", "\"1e309\"", "[[[[[[[[]]]]]]]]", "{\"\":1e-320}"];

    private static readonly string[] TextMembers =
    [
        "media.name", "media.show", "media.ad.name", "media.ad.creativeURL", "media.ad.advertiser", "media.ad.podFriendlyName", "media.chapter.friendlyName", "media.errorId", "media.errorSource",
        "media.qoe.errorID", "media.qoe.errorSource", "analytics.visitorId", "media.streamType", "unknown", "x.y", "",
    ];

    private readonly Random _random = new(seed);

    /// <summary>An event for an open session. The player's clock goes on, now and then it stands or leaps.</summary>
    public string Event(long ts, double playhead)
    {
        var type = OneOf(EventText.Types);

        // Most sessions live on.
        if (type is "sessionEnd" or "sessionComplete" && _random.Next(4) != 0)
            type = "ping";

        var text = EventText.Of(type, ts, playhead, qoe: Members("qoe"), more: Members("params"), after: After());
        for (var changes = _random.Next(3); changes > 0 && numeric[type].Length > 0; changes--)
            text = Change(text, OneOf(numeric[type]).Name, OneOf(ExtremeNumbers.All));
        foreach (var needed in (string[])["\"mute\"", "\"a\"", "\"p\"", "\"e\"", "\"player\""])
        {
            if (_random.Next(8) == 0)
                text = text.Replace(needed, $"\"{OneOf(Texts)}\"", StringComparison.Ordinal);
        }

        return text;
    }

    public string Start(long ts, bool downloaded = false)
    {
        var more = Members("params");
        var text = EventText.Start("fuzz", OneIn(3) ? OneOf(ExtremeNumbers.All) : "600", downloaded ? "\"media.downloaded\":true" + (more.Length == 0 ? "" : "," + more) : more, After(), ts);
        return OneIn(4) ? text.Replace(OneOf(["\"fuzz\"", "\"films\"", "\"vod\"", "\"abuse\""]), $"\"{OneOf(Texts)}\"", StringComparison.Ordinal) : text;
    }

    public string Array(long ts) => EventText.Array([Start(ts, downloaded: true), .. Enumerable.Range(1, _random.Next(1, 30)).Select(at => Event(ts + (at * _random.Next(0, 20_000)), at))]);

    public bool OneIn(int many) => _random.Next(many) == 0;

    public int Next(int most) => _random.Next(most);

    /// <summary>Some members with anything in them.</summary>
    private string Members(string place)
    {
        if (!OneIn(3))
            return "";

        var text = new StringBuilder();
        foreach (var name in Enumerable.Range(0, _random.Next(1, 5)).Select(_ => OneIn(3) ? $"{place}.{_random.Next(50)}" : OneOf(TextMembers)).Distinct())
            text.Append(text.Length == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"\"{name}\":{Value()}");
        return text.ToString();
    }

    private string After()
    {
        if (!OneIn(4))
            return "";

        var entries = string.Join(',', Enumerable.Range(0, _random.Next(5)).Select(at => $"\"m{at}\":\"{OneOf(Texts)}\""));
        return $"\"customMetadata\":{{{entries}}}" + (OneIn(3) ? $",\"extra{_random.Next(9)}\":{Value()}" : "");
    }

    private string Value() => _random.Next(5) switch
    {
        0 => OneOf(ExtremeNumbers.All),
        1 => OneOf(Values),
        _ => $"\"{OneOf(Texts)}\"",
    };

    private T OneOf<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    private static string Change(string text, string name, string number)
    {
        var at = text.IndexOf($"\"{name}\":", StringComparison.Ordinal);
        if (at < 0)
            return text;

        at += name.Length + 3;
        return text[..at] + number + text[text.IndexOfAny([',', '}'], at)..];
    }
}
