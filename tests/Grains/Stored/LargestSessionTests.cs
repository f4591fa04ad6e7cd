using SessionGrains.Players;

namespace SessionGrains.Grains.Tests.Stored;

/// <summary>A session has a size, whatever its players send (docs/operations.md states it).</summary>
public sealed class LargestSessionTests(ITestOutputHelper output)
{
    [Fact]
    public void The_largest_legal_session_takes_less_than_512_KiB_of_memory()
    {
        var session = new LargestSession(1, 'x').Build();
        var bytes = ObjectSize.Of(session);
        output.WriteLine($"{bytes:N0} bytes of memory");

        var metrics = session.Metrics();
        Assert.Equal((200, 200, 32, 10), (metrics.Ads.Length, metrics.Chapters.Length, metrics.Errors.Length, metrics.PlayerStates.Length));
        Assert.Equal((200, 64), (session.Progress.Settled.BreakNames.Length, session.Progress.Settled.Watched.Length + 1));
        Assert.Equal(32, session.Qoe.Others!.Length);
        Assert.InRange(session.Progress.Window.TextBytes, 60 * 1024, ArrivalWindow.MaxTextBytes);
        Assert.Contains("adBreaks", session.Findings().Single(static finding => finding.Code == "over-limit").Detail, StringComparison.Ordinal);
        Assert.InRange(bytes, 256 * 1024, 512 * 1024);
    }

    [Fact]
    public void The_records_of_the_largest_legal_session_have_a_size()
    {
        var largest = new LargestSession(1, '\u20ac');
        var session = largest.Build();
        var progress = StoredForm.Serializer.SerializeToArray(new ProgressRecord { Progress = session.Progress }).Length;
        var start = StoredForm.Serializer.SerializeToArray(new StartRecord { Request = largest.Start, OpenedAtMs = LargestSession.T }).Length;
        var view = StoredForm.Serializer.SerializeToArray(SessionViews.Of(new string('a', 64), session, largest.Start.Body, withJournal: true)).Length;
        output.WriteLine($"{progress:N0} bytes of progress, {start:N0} bytes of start, {view:N0} bytes of view");

        Assert.InRange(progress, 256 * 1024, 640 * 1024);
        Assert.InRange(start, 64 * 1024, 96 * 1024);
        Assert.InRange(view, 256 * 1024, 640 * 1024);
    }
}
