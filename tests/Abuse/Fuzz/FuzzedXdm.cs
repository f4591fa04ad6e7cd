namespace SessionGrains.Abuse.Tests;

/// <summary>Bodies of Media Edge clients with extreme numbers and texts in any of their members, one after another from a seed.</summary>
internal sealed partial class FuzzedXdm(int seed)
{
    private const string Many = "\"qoeDataDetails\":{\"bitrate\":1000000,\"droppedFrames\":1,\"framesPerSecond\":25,\"timeToStart\":300},\"customMetadata\":[{\"name\":\"a\",\"value\":\"b\"},{\"name\":\"c\",\"value\":\"d\"}]";
    private const string Who = "\"identityMap\":{\"ECID\":[{\"id\":\"12345678901234567890123456789012345678\",\"primary\":true}],\"Email\":[{\"id\":\"e\"}]},\"_id\":\"1\"";
    private const string Meta = "\"meta\":{\"state\":{\"domain\":\"x\",\"entries\":[{\"key\":\"kndctr_a_AdobeOrg_identity\",\"value\":\"CiYx\"}]},\"konductorConfig\":{\"streaming\":{\"enabled\":true,\"recordSeparator\":\"\\u0000\",\"lineFeed\":\"\\n\"}}},\"query\":{\"identity\":{\"fetch\":[\"ECID\"]}}";

    private readonly Random _random = new(seed);

    public string Start(long ts) => Envelope([XdmText.Start("fuzz", ts, "\"show\":\"s\",\"hasResume\":false,\"mvpd\":\"m\"", Many, Who)]);

    /// <summary>A request with an event of the session or, now and then, several.</summary>
    public string Events(string sid, long ts, double playhead) =>
        Envelope([.. Enumerable.Range(0, OneIn(6) ? _random.Next(1, 12) : 1).Select(at => XdmText.Of(Type(), sid, ts + at, playhead, OneIn(3) ? "" : Many, OneIn(3) ? Who : ""))]);

    public string Downloaded(long ts) => Envelope([XdmText.Downloaded("fuzz", ts, Enumerable.Range(0, _random.Next(1, 30)).Select(_ => Type()))]);

    public bool OneIn(int many) => _random.Next(many) == 0;

    public int Next(int most) => _random.Next(most);

    private string Type() => XdmText.Types[_random.Next(XdmText.Types.Count)] is var type && type is "sessionEnd" or "sessionComplete" && _random.Next(4) != 0 ? "ping" : type;

    private string Envelope(IReadOnlyList<string> items)
    {
        var text = XdmText.Envelope(items, OneIn(4) ? Meta : "");
        for (var changes = _random.Next(4); changes > 0; changes--)
            text = Change(text);
        return text;
    }

    /// <summary>Another value in the place of one, whatever it was. The session's id stays as a rule, or no event would find it.</summary>
    private string Change(string text)
    {
        var values = Value().Matches(text);
        var one = values[_random.Next(values.Count)];
        if (one.Length == 66 && _random.Next(20) != 0)
            return text;

        var with = _random.Next(6) switch
        {
            0 => FuzzedBodies.Values[_random.Next(FuzzedBodies.Values.Count)],
            1 or 2 when one.Value[0] == '"' => $"\"{FuzzedBodies.Texts[_random.Next(FuzzedBodies.Texts.Count)]}\"",
            _ => one.Value[0] == '"' && OneIn(2) ? $"\"{FuzzedBodies.Texts[_random.Next(FuzzedBodies.Texts.Count)]}\"" : ExtremeNumbers.All[_random.Next(ExtremeNumbers.All.Count)],
        };
        return text[..one.Index] + with + text[(one.Index + one.Length)..];
    }

    /// <summary>A text or a number after a colon.</summary>
    [GeneratedRegex("(?<=\":)(\"(?:[^\"\\\\]|\\\\.)*\"|-?[0-9][0-9.eE+-]*)")]
    private static partial Regex Value();
}
