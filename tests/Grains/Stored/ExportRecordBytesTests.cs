using System.Runtime.CompilerServices;
using SessionGrains.Exports;

namespace SessionGrains.Grains.Tests.Stored;

/// <summary>The stored record of an exporter; as <see cref="ProgressRecordBytesTests"/>.</summary>
public sealed class ExportRecordBytesTests
{
    /// <summary>Written by a version that knew no reason of a pause, no rewinds and no dead letters.</summary>
    private const string WithoutReason = "20E840093132303001822521E8C005410931323130018A250129011DE0011D01030120400AB213D1E0";

    private static readonly Serializer Serializer = StoredForm.Serializer;

    private static ExportRecord Old => new() { Cursor = "1200", Sessions = 1200, Claim = new("1200", "1210", 1201, 10, 7), Epoch = 7, IsPaused = true, ExportedAtMs = 1_795_957_200_000 };

    private static ExportRecord Record => Old.Paused("answered 410", 1_795_957_260_000) with
    {
        Rewind = new("900", 900, 8),
        Rewinds = 2,
        Failing = new(1203, 1_795_957_230_000),
        Passed = 2,
        PassedOf = 9,
        DeadLetters = [new(new("1100", "1200", 1101, 100, 6), 20, 10, "answered 500", 1_795_957_220_000, 99)],
        IsResending = true,
    };

    [Fact]
    public void A_record_of_an_older_version_is_read_with_all_that_it_held() => Assert.Equal(Old, Serializer.Deserialize<ExportRecord>(Convert.FromHexString(WithoutReason)));

    [Fact]
    public void The_stored_bytes_of_a_record_have_not_changed()
    {
        var bytes = Convert.ToHexStringLower(Serializer.SerializeToArray(Record));
        if (Environment.GetEnvironmentVariable("REFRESH_GOLDEN") == "1")
        {
            File.WriteAllText(GoldenFile(), bytes + "\n");
        }

        Assert.Equal(File.ReadAllText(GoldenFile()).Trim(), bytes);
    }

    [Fact]
    public void A_record_that_was_stored_is_read_with_all_that_it_held()
    {
        var read = Serializer.Deserialize<ExportRecord>(Convert.FromHexString(File.ReadAllText(GoldenFile()).Trim()))!;

        Assert.Equal(Record.DeadLetters, read.DeadLetters);
        Assert.Equal(Record with { DeadLetters = [] }, read with { DeadLetters = [] });
    }

    private static string GoldenFile([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "export-record.hex");
}
