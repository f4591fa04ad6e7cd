namespace SessionGrains.Browser.Tests.LivePage;

/// <summary>Answers of a busy evening, the same each time: for states that a server is hard to bring into, and for the pictures.</summary>
internal static class SampleAudience
{
    private static readonly string[] States = ["playing", "ad", "paused", "buffering", "starting"];
    private static readonly double[] Shares = [0.83, 0.08, 0.06, 0.02, 0.01];

    private static readonly (string Id, string Name, string Channel, int Viewers)[] Titles =
    [
        ("cup-final", "Cup Final 2026", "sport", 1840), ("northern-lights-104", "Northern Lights, 4: The Ferry", "series", 912), ("evening-news", "Evening News", "news", 655),
        ("film-7", "The Seventh Film", "films", 431), ("garden", "A Garden in Winter", "films", 208), ("kids-12", "The Paper Boat", "kids", 121),
        ("talk-88", "Late Talk", "news", 64), ("docs-ice", "Under the Ice", "films", 33),
    ];

    /// <summary>GET /api/v1/live.</summary>
    public static JsonObject Live(DateTimeOffset now, bool incomplete = false, bool silent = false) => new()
    {
        ["asOf"] = Iso(now),
        ["incomplete"] = incomplete,
        ["silos"] = new JsonArray([Silo("10.0.0.11:11111@1", now, 1702, 168.4, 1.1), Silo("10.0.0.12:11111@2", now, 1688, 171.9, 1.3), Silo("10.0.0.13:11111@3", now, 1695, 165.2, 1.2, silent)]),
        ["open"] = 5085,
        ["viewers"] = Titles.Sum(title => title.Viewers),
        ["states"] = StatesOf(Titles.Sum(title => title.Viewers)),
        ["lastMinute"] = Minute(now, 4260, 14),
        ["titles"] = new JsonArray([.. Titles.Select((title, n) => (JsonNode)new JsonObject
        {
            ["mediaId"] = title.Id, ["name"] = title.Name, ["channel"] = title.Channel, ["open"] = title.Viewers * 6 / 5, ["viewers"] = title.Viewers, ["states"] = StatesOf(title.Viewers),
            ["recentViewers"] = new JsonArray([.. Enumerable.Range(0, 60).Select(i => (JsonNode)(int)(title.Viewers * Wave(i - 59, n)))]),
        })]),
        ["titleCount"] = Titles.Length,
        ["otherTitles"] = new JsonObject { ["open"] = 0, ["viewers"] = 0, ["states"] = StatesOf(0) },
        ["players"] = Shown(("tv", 1980), ("web", 1204), ("android", 612), ("ios", 468)),
        ["contentTypes"] = Shown(("live", 2559), ("vod", 1705)),
        ["channels"] = Shown(("sport", 1840), ("series", 912), ("news", 719), ("films", 672), ("kids", 121)),
    };

    /// <summary>GET /api/v1/live/history.</summary>
    public static JsonObject History(DateTimeOffset now, bool minutes)
    {
        var step = minutes ? 60 : 1;
        var points = Enumerable.Range(0, minutes ? 1440 : 600).Select(i => (minutes ? 1439 : 599) - i).Select(back =>
        {
            var at = now.AddSeconds(-back * step);
            var viewers = (int)(4264 * (minutes ? 0.35 + (0.65 * Math.Pow(Math.Cos(back * Math.PI / 1440), 4)) : Wave(-back / 10.0, 0)));
            var point = Minute(at, viewers, back);
            point["open"] = viewers * 6 / 5;
            point["viewers"] = viewers;
            foreach (var (name, value) in StatesOf(viewers, Math.Sin(back / 23.0) * 0.03))
                point[name] = (int)value!;
            return (JsonNode)point;
        });
        return new()
        {
            ["asOf"] = Iso(now),
            ["resolution"] = minutes ? "minute" : "second",
            ["stepSeconds"] = step,
            ["mediaId"] = null,
            ["incomplete"] = false,
            ["points"] = new JsonArray([.. points]),
            ["averageMinuteAudience"] = 3120.4,
            ["peak"] = new JsonObject { ["viewers"] = 4310, ["at"] = Iso(now.AddMinutes(-3)) },
        };
    }

    /// <summary>GET /api/v1/sessions.</summary>
    public static JsonObject Sessions(DateTimeOffset now) => new()
    {
        ["asOf"] = Iso(now),
        ["covers"] = "Open sessions and the last 10,000 that each silo let go of.",
        ["incomplete"] = false,
        ["truncated"] = true,
        ["sessions"] = new JsonArray([.. Titles.Select((title, n) => (JsonNode)new JsonObject
        {
            ["sessionId"] = string.Concat(Enumerable.Repeat((0x3fa94c1d + (n * 7919)).ToString("x8", CultureInfo.InvariantCulture), 8)), ["status"] = n == 5 ? "closed" : "open", ["closedBy"] = n == 5 ? "sessionEnd" : null,
            ["openedAt"] = Iso(now.AddSeconds(-12 - (n * 41))), ["lastEventAt"] = Iso(now.AddSeconds(-n)), ["closedAt"] = null, ["mediaId"] = title.Id, ["mediaName"] = title.Name, ["channel"] = title.Channel,
            ["playerName"] = n % 2 == 0 ? "tv" : "web", ["visitorId"] = $"visitor-{4711 + n}", ["state"] = n == 3 ? "paused" : "playing", ["in"] = n == 2 ? "ad" : "content", ["findings"] = n % 3,
        })]),
    };

    private static JsonObject Minute(DateTimeOffset at, int viewers, int seed) => new()
    {
        ["at"] = Iso(at),
        ["starts"] = (viewers / 34) + (seed % 7),
        ["contentStarts"] = (viewers / 36) + (seed % 5),
        ["ends"] = (viewers / 41) + (seed % 6),
        ["endsBeforeStart"] = seed % 4,
        ["errors"] = seed % 5 == 0 ? 3 : 1,
        ["bitrateChanges"] = (viewers / 60) + (seed % 9),
        ["rebufferRatio"] = 0.009 + (seed % 8 * 0.0007),
        ["averageBitrate"] = 3_900_000 + (seed % 11 * 22_000),
    };

    private static JsonObject Silo(string name, DateTimeOffset asOf, int sessions, double events, double latency, bool silent = false) => new()
    {
        ["silo"] = name,
        ["asOf"] = Iso(silent ? asOf.AddSeconds(-14) : asOf),
        ["sessions"] = sessions,
        ["eventsPerSecond"] = events,
        ["storeLatencyMs"] = latency,
        ["silent"] = silent,
    };

    private static JsonArray Shown(params (string Name, int Viewers)[] all) =>
        new([.. all.Select(one => (JsonNode)new JsonObject { ["name"] = one.Name, ["open"] = one.Viewers * 6 / 5, ["viewers"] = one.Viewers })]);

    private static JsonObject StatesOf(int viewers, double toAds = 0)
    {
        var left = viewers;
        var states = new JsonObject();
        for (var n = States.Length - 1; n > 0; n--)
        {
            var share = (int)(viewers * (Shares[n] + (n == 1 ? toAds : 0)));
            states[States[n]] = share;
            left -= share;
        }

        states[States[0]] = left;
        return states;
    }

    /// <summary>Around 1, exactly 1 at 0.</summary>
    private static double Wave(double x, int phase) => 1 + (Math.Sin(x / (7.0 + phase)) * 0.05) + (x * 0.003);

    private static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
