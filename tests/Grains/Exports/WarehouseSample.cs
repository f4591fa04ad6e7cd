using System.Text.Json;

namespace SessionGrains.Grains.Tests;

/// <summary>Closed sessions of some days, of many kinds, the same in each run.</summary>
internal static class WarehouseSample
{
    /// <summary>A midnight: an hour and a day begin.</summary>
    public static readonly DateTimeOffset From = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    public static readonly DateTimeOffset To = From.AddDays(3);

    private static readonly string?[] Advertisers = ["Größe & Söhne", "O'Hara", "acme", null];
    private static readonly string[] Codes = ["duplicate", "late", "time-jump"];

    /// <summary>From a day before <see cref="From"/> to a day after <see cref="To"/>, some of them exactly then.</summary>
    public static IReadOnlyList<SessionView> Sessions()
    {
        var random = new Random(20261120);
        return [.. Enumerable.Range(0, 600).Select(i => Session(random, i switch
        {
            0 => From,
            1 => To,
            2 => From.AddMilliseconds(-1),
            3 => To.AddMilliseconds(1),
            _ => From.AddDays(-1).AddMilliseconds(random.NextInt64(5 * 86_400_000L)),
        }))];
    }

    /// <summary>A param of the session's start; null if it was not sent.</summary>
    public static string? Param(this SessionView session, string name)
    {
        using var start = JsonDocument.Parse(session.StartBody);
        return start.RootElement.GetProperty("params").TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    private static SessionView Session(Random random, DateTimeOffset closed)
    {
        var (opened, played, dropped) = (closed.AddHours(-1).ToUnixTimeMilliseconds(), random.NextInt64(1, 7_200_000), random.Next(8) == 0);
        AdSummary[] ads = [.. Enumerable.Range(0, random.Next(4)).Select(i => new AdSummary
        {
            Advertiser = Advertisers[random.Next(Advertisers.Length)],
            StartTs = opened + (i * 60_000),
            EndTs = opened + (i * 60_000) + 30_000,
            TimePlayedMs = random.NextInt64(30_000),
            Outcome = (PlayOutcome)random.Next(Enum.GetValues<PlayOutcome>().Length),
        })];

        // Ads beyond those that are listed.
        var more = random.Next(20) == 0 ? 5 : 0;
        var contentMs = dropped ? 0 : played;
        var adMs = ads.Sum(static ad => ad.TimePlayedMs) + (more * 1_000);
        return new()
        {
            SessionId = Sample.NewId(),
            ClosedBy = ClosedBy.SessionEnd,
            OpenedAtMs = opened,
            LastEventAtMs = closed.ToUnixTimeMilliseconds(),
            ClosesAtMs = null,
            ClosedAtMs = closed.ToUnixTimeMilliseconds(),

            // The clocks of players are not to be relied on.
            StartTs = opened - 86_400_000,
            EndTs = opened,
            LengthSeconds = random.Next(5) == 0 ? 0 : 3600,
            StartBody = JsonSerializer.SerializeToUtf8Bytes(new { @params = Params(random) }),
            Qoe = new(),
            Playback = new(PlaybackState.Completed, PlaybackPlace.Content, 30, null, null, null, []),
            Events = new(5, 1, 0),
            Metrics = new()
            {
                ContentStart = !dropped,
                DropBeforeStart = dropped,
                ContentComplete = !dropped && random.Next(3) == 0,
                ProgressMarkers = dropped ? [] : [.. new[] { 10, 25, 50, 75, 95 }.Take(random.Next(6))],
                ContentTimeSpentMs = contentMs,
                AdTimeSpentMs = adMs,
                MediaTimeSpentMs = contentMs + adMs,
                TotalBufferDurationMs = random.Next(3) == 0 ? random.NextInt64(60_000) : 0,
                TimeToStartMs = dropped || random.Next(4) == 0 ? null : random.Next(200, 9_000),
                ErrorEvents = random.Next(6) == 0 ? 2 : 0,
                AverageBitrate = random.Next(5) == 0 ? null : random.Next(500_000, 8_000_000),
                Ads = ads,
                AdCount = ads.Length + more,
                AdCompletes = ads.Count(static ad => ad.Outcome == PlayOutcome.Completed) + (more > 0 ? 3 : 0),
                AdSkips = ads.Count(static ad => ad.Outcome == PlayOutcome.Skipped),
            },
            Findings = [.. Codes.Where(_ => random.Next(5) == 0).Select(code => new Finding(code, random.Next(1, 20), opened, "The \0 player said \"code\":\"late\",\"count\":7 {\ud83d\ude00} \\"))],
        };
    }

    private static Dictionary<string, string> Params(Random random)
    {
        var found = new Dictionary<string, string>();
        Add("media.id", $"film-{random.Next(15)}", 20);
        if (found.TryGetValue("media.id", out var id))
            Add("media.name", $"Film {id[5..]} 'é", 10);
        Add("analytics.visitorId", $"visitor {random.Next(100)}", 6);
        Add("media.playerName", $"Player {random.Next(4)}", 15);
        return found;

        void Add(string name, string value, int missing)
        {
            if (random.Next(missing) != 0)
                found[name] = value;
        }
    }
}
