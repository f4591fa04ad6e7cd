using System.Runtime.CompilerServices;

namespace SessionGrains.Grains.Tests.Stored;

/// <summary>The stored minutes of the live counts; as <see cref="ProgressRecordBytesTests"/>.</summary>
public sealed class LiveMinuteBytesTests
{
    private static readonly Serializer Serializer = StoredForm.Serializer;

    private static readonly LiveMinuteRow[] Rows =
    [
        new(LiveKey.Everything, null, null, Minute),
        new(new(LiveKind.Title, "film-7"), "Film 7", "films", Minute with { Open = 1, AverageBitrate = float.NaN }),
    ];

    private static LiveMinute Minute => new()
    {
        Minute = 29_932_000,
        Open = 5.5f,
        Starting = 0.25f,
        Playing = 3,
        Paused = 0.5f,
        Buffering = 0.125f,
        Ad = 1,
        PeakViewers = 6,
        Starts = 2,
        ContentStarts = 1,
        Ends = 3,
        EndsBeforeStart = 1,
        Errors = 4,
        BitrateChanges = 7,
        AverageBitrate = 3_200_000,
    };

    [Fact]
    public void The_stored_bytes_of_a_minute_have_not_changed()
    {
        var bytes = Convert.ToHexStringLower(Serializer.SerializeToArray(new LiveMinuteRecord { Rows = Rows, ExpiresAtMs = 1 }));
        if (Environment.GetEnvironmentVariable("REFRESH_GOLDEN") == "1")
        {
            File.WriteAllText(GoldenFile(), bytes + "\n");
        }

        Assert.Equal(File.ReadAllText(GoldenFile()).Trim(), bytes);
    }

    [Fact]
    public void A_minute_that_was_stored_is_read_with_all_that_it_held() =>
        Assert.Equal(Rows, Serializer.Deserialize<LiveMinuteRecord>(Convert.FromHexString(File.ReadAllText(GoldenFile()).Trim()))!.Rows);

    private static string GoldenFile([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "live-minute-record.hex");
}
