namespace SessionGrains.Abuse.Tests;

/// <summary>For each event type, bodies that are legal and as dear as we could make them; which is the dearest is measured.</summary>
internal static class ExpensiveBodies
{
    private const int Half = Filling.Object / 2;
    private const int Quarter = Filling.Object / 4;

    private static readonly string[] Told = ["media.ad.name", "media.ad.podFriendlyName", "media.chapter.friendlyName", "media.errorId"];

    /// <summary>How many ways there are to write an event.</summary>
    public static IReadOnlyList<string> Ways { get; } = ["plain", "unknown members", "qoeData keys", "metadata", "escapes", "all of it", "what it is about"];

    /// <summary>An event of the type, written in one of the <see cref="Ways"/>; each number gives other names.</summary>
    public static string Write(string type, int way, long ts, double playhead, int number)
    {
        var mark = $"{number:x}.";
        return way switch
        {
            0 => EventText.Of(type, ts, playhead),
            1 => EventText.Of(type, ts, playhead, after: Filling.Members(Filling.Object, "u" + mark)),
            2 => EventText.Of(type, ts, playhead, qoe: Filling.Members(Filling.Object, "q" + mark, "1e-7")),
            3 => EventText.Of(type, ts, playhead, after: Metadata(Filling.Object, mark)),
            4 => EventText.Of(type, ts, playhead, after: Filling.Escapes("u" + mark, Filling.Object)),
            5 => EventText.Of(type, ts, playhead, qoe: Filling.Members(Quarter, "q" + mark), more: Filling.Members(Quarter, "p" + mark), after: $"{Metadata(Quarter, mark)},{Filling.Members(Quarter, "u" + mark)}"),
            _ => About(type, ts, playhead, mark),
        };
    }

    /// <summary>A sessionStart in the same ways.</summary>
    public static string Start(int way, int number, long ts)
    {
        var mark = $"{number:x}.";
        return way switch
        {
            0 => EventText.Start("cost", ts: ts),
            1 => EventText.Start("cost", ts: ts, after: Filling.Members(Filling.Object, "u" + mark)),
            2 => EventText.Start("cost", ts: ts, after: $"\"qoeData\":{{{Filling.Members(Filling.Object, "q" + mark, "1e-7")}}}"),
            3 => EventText.Start("cost", ts: ts, after: Metadata(Filling.Object, mark)),
            4 => EventText.Start("cost", ts: ts, more: Filling.Escapes("media.name", Filling.Object)),
            5 => EventText.Start("cost", ts: ts, more: Filling.Members(Half, "p" + mark), after: $"{Metadata(Quarter, mark)},\"qoeData\":{{{Filling.Members(Quarter, "q" + mark)}}}"),
            _ => EventText.Start("cost", ts: ts, more: "\"visitor.customerIDs\":{" + string.Join(',', Enumerable.Range(0, 1_500).Select(at => $"\"{mark}{at}\":{{\"id\":\"{at}\"}}")) + "}"),
        };
    }

    private static string Metadata(int bytes, string mark) => $"\"customMetadata\":{{{Filling.Members(bytes, "m" + mark, "\"v\"")}}}";

    /// <summary>As many states as there is room for, or the type's own text as long as can be.</summary>
    private static string About(string type, long ts, double playhead, string mark) => type switch
    {
        "statesUpdate" => EventText.Of(type, ts, playhead).Replace(EventText.Needed(type), $"{Filling.States("statesStart", Half, "a" + mark)},{Filling.States("statesEnd", Half, "a" + mark)}", StringComparison.Ordinal),
        "stateStart" or "stateEnd" => EventText.Of(type, ts, playhead).Replace("\"mute\"", $"\"{new string('s', Filling.Object)}\"", StringComparison.Ordinal),
        "adStart" => EventText.Of(type, ts, playhead, more: $"{Filling.Escapes(Told[0], Half)},{Filling.Escapes("media.ad.creativeURL", Half)}"),
        "adBreakStart" => EventText.Of(type, ts, playhead, more: Filling.Escapes(Told[1], Filling.Object)),
        "chapterStart" => EventText.Of(type, ts, playhead, more: Filling.Escapes(Told[2], Filling.Object)),
        "error" => EventText.Of(type, ts, playhead, more: Filling.Escapes(Told[3], Filling.Object)),
        _ => EventText.Of(type, ts, playhead, qoe: Filling.Escapes("q" + mark, Filling.Object)),
    };
}
