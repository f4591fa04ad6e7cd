using SessionGrains.Players;

namespace SessionGrains.Grains.Tests.Stored;

/// <summary>A session has a size, whatever its players send (docs/operations.md states it).</summary>
public sealed class LargestSessionTests(ITestOutputHelper output)
{
    [Fact]
    public void The_largest_legal_session_takes_about_64_KiB_of_memory()
    {
        var largest = new LargestSession(1, 'x');
        var session = largest.Build();
        var bytes = ObjectSize.Of(session);
        output.WriteLine($"{bytes:N0} bytes of memory; {ObjectSize.Of(largest.Descriptions):N0} bytes of descriptions are not");

        var metrics = session.Metrics(new(largest.Descriptions));
        Assert.Equal((200, 200, 200, 32, 10), (metrics.AdBreaks.Length, metrics.Ads.Length, metrics.Chapters.Length, metrics.Errors.Length, metrics.PlayerStates.Length));
        Assert.Equal(64, session.Progress.Settled.Watched.Length + 1);
        Assert.Equal(32, session.Qoe.Others!.Length);
        Assert.InRange(session.Progress.Window.TextBytes, 8_000, 40 * 1024);
        Assert.Contains("adBreaks", session.Findings().Single(static finding => finding.Code == "over-limit").Detail, StringComparison.Ordinal);
        Assert.InRange(session.Progress.DescribedBytes, 240 * 1024, 256 * 1024);
        Assert.InRange(bytes, 48 * 1024, 128 * 1024);
    }

    [Fact]
    public void The_records_of_the_largest_legal_session_have_a_size()
    {
        var largest = new LargestSession(1, '\u20ac');
        var session = largest.Build();
        var start = new StartRecord { Request = largest.Start, OpenedAtMs = LargestSession.T };
        var progress = StoredForm.Serializer.SerializeToArray(new ProgressRecord { Progress = session.Progress }).Length;
        var view = StoredForm.Serializer.SerializeToArray(SessionViews.Of(new string('a', 64), session, start, new(largest.Descriptions), withJournal: true)).Length;
        var startBytes = StoredForm.Serializer.SerializeToArray(start).Length;
        output.WriteLine($"{progress:N0} bytes of progress, {startBytes:N0} bytes of start, {view:N0} bytes of view");

        Assert.InRange(progress, 16 * 1024, 96 * 1024);
        Assert.InRange(startBytes, 64 * 1024, 96 * 1024);
        Assert.InRange(view, 256 * 1024, 640 * 1024);
    }
}
