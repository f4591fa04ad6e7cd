using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using SessionGrains.Sessions;
using SessionGrains.Sessions.Stored;
using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests;

/// <summary>What is stored of a session: all of it, and not more than so much.</summary>
public sealed class StoredStateProperties : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer(builder => builder.AddAssembly(typeof(Session).Assembly)).BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Storing_and_restoring_a_session_at_any_moment_changes_nothing()
    {
        var serializer = _services.GetRequiredService<Serializer<ProgressRecord>>();
        var descriptions = _services.GetRequiredService<Serializer<StoredDescription>>();
        Gen.Select(Arrivals.Overtaken, Gen.Int[2, 15]).Sample(
            (arrivals, every) =>
            {
                var kept = Session.Start(arrivals.Viewing.Start, Zero, Viewings.Rules);
                var restored = Session.Start(arrivals.Viewing.Start, Zero, Viewings.Rules);
                var described = new List<Description>();
                for (var n = 0; n < arrivals.Order.Length; n++)
                {
                    if (n % every == 0)
                    {
                        described.AddRange(restored.NewDescriptions.Select(one => descriptions.Deserialize(descriptions.SerializeToArray(StoredDescription.Of(one)))!.Restore()));
                        restored = Session.Restore(restored.Opening, Viewings.Rules, serializer.Deserialize(serializer.SerializeToArray(new() { Progress = restored.Progress }))!.Progress);
                        Assert.Equal(SessionText.Everything(kept), SessionText.Everything(restored, new(described)));
                    }

                    var (playerEvent, atMs) = arrivals.Order[n];
                    Assert.Equal(kept.Track(playerEvent, atMs), restored.Track(playerEvent, atMs));
                }

                Assert.Equal(SessionText.Everything(kept), SessionText.Everything(restored, new(described)));
            },
            iter: Cases.UpTo(10_000));
    }

    [Fact]
    public void The_opening_of_a_session_survives_storing()
    {
        var serializer = _services.GetRequiredService<Serializer<StartRecord>>();
        var request = SessionStart(length: 12.5, resume: true, at: 3);
        var opening = Session.Start(request, Zero, SessionTimeouts.Default).Opening;
        var stored = serializer.Deserialize(serializer.SerializeToArray(new() { Request = request, OpenedAtMs = Zero }))!;

        Assert.Equal(opening, SessionOpening.Of(stored.Request, stored.OpenedAtMs));
    }

    [Fact]
    public void A_session_in_the_middle_of_a_film_is_stored_in_a_kilobyte()
    {
        var viewing = Viewing.Of(AdBreakStart(0), AdStart(1, "ad-001", name: "Ad 1"), AdComplete(16), AdBreakComplete(16), Play(16), ChapterStart(16, 1, 0, "Chapter 1"), StateStart(20, "fullScreen", 4));
        for (var at = 26; at < 1_000; at += 10)
        {
            viewing.Then(Ping(at, at - 16, new QoeValues { Bitrate = 1_000_000, DroppedFrames = 10 }));
        }

        Assert.InRange(Size(viewing.Session), 100, 1_024);
    }

    [Fact]
    public void No_number_of_events_makes_the_stored_state_larger_than_64_kilobytes()
    {
        var viewing = Viewing.Start(SessionStart(length: 1_000_000));
        var name = new string('\u20ac', 248);
        var largest = 0;
        for (var n = 0; n < 3_000; n++)
        {
            viewing.Then(Everything(n, name));
            largest = n % 100 == 99 ? Math.Max(largest, Size(viewing.Session)) : largest;
        }

        var half = Size(viewing.Session);
        for (var n = 3_000; n < 6_000; n++)
        {
            viewing.Then(Everything(n, name));
        }

        // Each text has 256 characters, 768 bytes of UTF-8 here. What ads, breaks, chapters and errors say is stored apart from it.
        Assert.InRange(Size(viewing.Session), 1, 1_024 * 64);
        Assert.InRange(Size(viewing.Session), half - 2_048, half + 2_048);
        Assert.InRange(largest, 1, 1_024 * 64);
        var metrics = viewing.Metrics;
        Assert.Equal((32, 10), (metrics.Errors.Length, metrics.PlayerStates.Length));
        Assert.InRange(metrics.Ads.Length, 100, 200);
        Assert.InRange(metrics.Chapters.Length, 100, 200);
        Assert.Equal((6_000, 6_000, 6_000), (metrics.AdCount, metrics.ChapterCount, metrics.ErrorEvents));
        Assert.NotNull(viewing.Finding("over-limit"));
    }

    private static PlayerEvent[] Everything(int n, string name)
    {
        var at = n * 10;
        return
        [
            Play(at, n * 100, new QoeValues { Bitrate = n, Others = [new QoeValue($"key{n}", $"\"{new string('v', 300)}\"")] }),
            ChapterStart(at + 1, n, name: $"{n} {name}"),
            StateStart(at + 2, $"{n} {name}"),
            Error(at + 3, $"{n} {name}", $"{n} {name}"),
            AdBreakStart(at + 4, n),
            AdStart(at + 5, $"{n} {name}", name: $"{n} {name}"),
            AdComplete(at + 6),
            AdBreakComplete(at + 7),
            Of(PlayerEventType.Ping, at + 8, (n * 100) + 8, unknownMember: $"/{n}/{name}"),
            PauseStart(at + 9, (n * 100) + 9),
        ];
    }

    private int Size(Session session) => _services.GetRequiredService<Serializer<ProgressRecord>>().SerializeToArray(new() { Progress = session.Progress }).Length;
}
