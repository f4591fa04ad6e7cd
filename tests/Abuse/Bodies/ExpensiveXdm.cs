namespace SessionGrains.Abuse.Tests;

/// <summary>Bodies of the Media Edge API that are as large as may be, and as dear as we could make them.</summary>
internal static class ExpensiveXdm
{
    private const int Half = Filling.Object / 2;

    /// <summary>What they are full of.</summary>
    public static IReadOnlyList<string> Ways { get; } =
    [
        "plain", "ids in one namespace", "namespaces", "metadata", "metadata twice", "states", "unknown members", "members of XDM", "escapes", "context data", "nesting", "entries of state",
    ];

    /// <summary>An event of an open session, written in one of the <see cref="Ways"/>; each number gives other names.</summary>
    public static string Event(int way, string sid, long ts, double playhead, int number)
    {
        var mark = $"{number:x}.";
        return way switch
        {
            0 => One("ping"),
            1 => One("ping", xdm: XdmText.Identities(Filling.Object, mark, inOneSpace: true)),
            2 => One("ping", xdm: XdmText.Identities(Filling.Object, mark, inOneSpace: false)),
            3 => One("adStart", XdmText.Named("customMetadata", Filling.Object, "m" + mark, ",\"value\":\"v\"")),
            4 => One("adStart", XdmText.Named("customMetadata", Half, "m" + mark, ",\"value\":\"v\""), XdmText.Named("customMetadata", Half, "m" + mark, ",\"value\":\"v\"")),
            5 => XdmText.Envelope([XdmText.Of("statesUpdate", sid, ts, playhead).Replace(
                XdmText.Needed("statesUpdate"), $"{XdmText.Named("statesStart", Half, "a" + mark)},{XdmText.Named("statesEnd", Half, "a" + mark)}", StringComparison.Ordinal)]),
            6 => One("ping", Filling.Members(Filling.Object, "u" + mark)),
            7 => One("ping", xdm: Filling.Members(Filling.Object, "x" + mark)),
            8 => One("ping", Filling.Escapes("u" + mark, Filling.Object)),
            9 => XdmText.Envelope([XdmText.Of("adStart", sid, ts, playhead)[..^1] + $",\"_data\":{{\"__adobe\":{{\"analytics\":{{\"contextData\":{{{Filling.Members(Filling.Object, "c" + mark, "\"v\"")}}}}}}}}}}}"]),
            10 => One("ping", xdm: string.Join(',', Enumerable.Range(0, 900).Select(static at => Filling.Nested($"n{at}", 24)))),
            _ => XdmText.Envelope([XdmText.Of("ping", sid, ts, playhead)], $"\"meta\":{{\"state\":{{\"entries\":[{string.Join(',', Enumerable.Range(0, 1_200).Select(at => $"{{\"key\":\"kndctr_{mark}{at:x}_identity\",\"value\":\"{at}\"}}"))}]}}}}"),
        };

        string One(string type, string media = "", string xdm = "") => XdmText.Envelope([XdmText.Of(type, sid, ts, playhead, media, xdm)]);
    }

    /// <summary>As many events of the session as a request may have.</summary>
    public static string Many(string sid, long ts, double playhead) => XdmText.Envelope(Enumerable.Range(0, 100).Select(at => XdmText.Of("ping", sid, ts + at, playhead + at)));

    /// <summary>Bodies that no client sends.</summary>
    public static IEnumerable<string> Broken(string sid, long ts) =>
    [
        new string('[', Filling.Object),
        $"{{\"events\":{new string('[', 20_000)}{new string(']', 20_000)}}}",
        XdmText.Envelope(Enumerable.Repeat("{}", 15_000)),
        XdmText.Envelope(Enumerable.Repeat("{\"xdm\":{\"eventType\":\"media.ping\"}}", 100)),
        XdmText.Envelope(Enumerable.Repeat("{\"xdm\":{\"eventType\":\"media.x\",\"mediaCollection\":7}}", 1_000)),
        XdmText.Envelope([XdmText.Of("ping", sid, ts, 1, xdm: Filling.Nested("n", 30_000))]),
        XdmText.Envelope([XdmText.Of("ping", new string('s', Filling.Object), ts, 1)]),
        XdmText.Envelope([XdmText.Of("ping", sid, ts, 1)]).Replace("\"playhead\":1", "\"playhead\":0." + new string('1', Filling.Object), StringComparison.Ordinal),
        XdmText.Envelope([XdmText.Of("ping", sid, ts, 1)]).Replace("\"timestamp\":\"", "\"timestamp\":\"" + new string('2', Filling.Object), StringComparison.Ordinal),
        XdmText.Envelope([XdmText.Of("adStart", sid, ts, 1, XdmText.Named("customMetadata", Filling.Object, "m", ",\"value\":7"))]),
        XdmText.Envelope([], Filling.Members(Filling.Object / 2, "d") + "," + Filling.Members(Filling.Object / 2, "d")),
    ];
}
