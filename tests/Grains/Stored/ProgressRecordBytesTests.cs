using System.Runtime.CompilerServices;
using SessionGrains.Grains.Tests.Compatibility;

namespace SessionGrains.Grains.Tests.Stored;

/// <summary>
/// The stored form of a session's progress is a contract with every store in use. If this fails, a change would make stored sessions unreadable
/// or lose a part of them: add fields under new ids instead. <c>REFRESH_GOLDEN=1</c> rewrites the file once that is certain.
/// </summary>
public sealed class ProgressRecordBytesTests
{
    private static readonly Serializer Serializer = StoredForm.Serializer;

    [Fact]
    public void The_stored_bytes_of_a_progress_record_have_not_changed()
    {
        var bytes = Convert.ToHexStringLower(Serializer.SerializeToArray(new ProgressRecord { Progress = Viewed().Progress }));
        if (Environment.GetEnvironmentVariable("REFRESH_GOLDEN") == "1")
        {
            File.WriteAllText(GoldenFile(), bytes + "\n");
        }

        Assert.Equal(File.ReadAllText(GoldenFile()).Trim(), bytes);
    }

    public static TheoryData<string> Versions => ReleasedVersion.All;

    /// <summary>Also as released versions stored it, so the session below stays as it is: what is new gets another one.</summary>
    [Theory]
    [MemberData(nameof(Versions))]
    public void A_progress_record_of_a_released_version_is_read_with_all_that_it_held(string version)
    {
        ReleasedVersion.RecordIfAsked("progress-record.hex", static () => File.ReadAllLines(GoldenFile()));
        AssertRead(ReleasedVersion.PathOf(version, "progress-record.hex"));
    }

    [Fact]
    public void A_progress_record_that_was_stored_is_read_with_all_that_it_held() => AssertRead(GoldenFile());

    private static void AssertRead(string file)
    {
        var stored = Serializer.Deserialize<ProgressRecord>(Convert.FromHexString(File.ReadAllText(file).Trim()));
        var viewed = Viewed();
        var read = Session.Restore(viewed.Opening, SessionTimeouts.Default, stored!.Progress);

        var described = new Descriptions(viewed.NewDescriptions);

        Assert.Equivalent(viewed.Metrics(), read.Metrics(described), strict: true);
        Assert.Equivalent(viewed.Playback(), read.Playback(described), strict: true);
        Assert.Equal(viewed.Findings(), read.Findings());
        Assert.Equal(viewed.Counts, read.Counts);
        Assert.Equal(viewed.ClosesAtMs, read.ClosesAtMs);
        Assert.Equivalent(viewed.Journal(), read.Journal(described), strict: true);
        Assert.Equal(14, viewed.Journal().Entries);
        for (var fingerprint = 1ul; fingerprint <= 40; fingerprint++)
        {
            Assert.Equal(viewed.Progress.HasFingerprint(fingerprint), read.Progress.HasFingerprint(fingerprint));
            viewed.Progress.AddFingerprint(fingerprint + 1_000);
            read.Progress.AddFingerprint(fingerprint + 1_000);
        }

        Assert.Equal(viewed.Progress.HasFingerprint(1), read.Progress.HasFingerprint(1));
        Assert.False(read.Progress.HasFingerprint(1));
        Assert.True(read.Progress.HasFingerprint(1_009));
    }

    /// <summary>A session with something of everything.</summary>
    private static Session Viewed()
    {
        const long T = 1_795_000_000_000;
        var session = Session.Start(Sample.Start(T), T, SessionTimeouts.Default);
        ulong fingerprint = 0;
        Track(0, PlayerEventType.AdBreakStart, adBreak: new(1, 0, "preroll"));
        Track(1, PlayerEventType.AdStart, ad: new("ad-1", "Ad 1"));
        Track(1_000, PlayerEventType.PauseStart);
        Track(2_000, PlayerEventType.AdComplete);
        Track(2_001, PlayerEventType.AdBreakComplete);
        Track(2_002, PlayerEventType.Play, quality: new() { Bitrate = 1_000_000, DroppedFrames = 3, FramesPerSecond = 25, TimeToStart = 900, Others = [new("x", "\"y\"")] });
        Track(2_003, PlayerEventType.ChapterStart, chapter: new(1, "One"));
        Track(12_000, PlayerEventType.Ping, 10);
        Track(22_000, PlayerEventType.Ping, 10);
        Track(32_000, PlayerEventType.Ping, 10);
        Track(42_000, PlayerEventType.Ping, 20);
        Track(43_000, PlayerEventType.Error, 21, new() { ErrorId = "e1", ErrorSource = "player" });
        Track(44_000, PlayerEventType.StateStart, 22, states: ["fullScreen"]);
        Track(45_000, PlayerEventType.BufferStart, 23);
        Track(44_500, PlayerEventType.Ping, 22.5);
        Track(46_000, PlayerEventType.AdStart, 23, ad: new("ad-2", null));
        return session;

        void Track(long ms, PlayerEventType type, double playhead = 0, QoeValues? quality = null, AdBreakOpening? adBreak = null, AdOpening? ad = null,
            ChapterOpening? chapter = null, string[]? states = null) =>
            Assert.Equal(TrackVerdict.Accepted, session.Track(
                new() { Type = type, Ts = T + ms, Playhead = playhead, Fingerprint = ++fingerprint, Qoe = quality, AdBreak = adBreak, Ad = ad, Chapter = chapter, StatesStart = states },
                T + ms));
    }

    private static string GoldenFile([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "progress-record.hex");
}
