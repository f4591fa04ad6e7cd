namespace SessionGrains.Api.Tests;

/// <summary>What is left of the five seconds for a start that waited for a place to be worked on.</summary>
public sealed class LateStartTests
{
    private readonly SkippingTime _clock = new();

    [Fact]
    public async Task A_start_that_waited_is_given_up_in_time_however_long_its_session_takes()
    {
        var calls = new SessionCalls(new FakeSessions(static _ => new TaskCompletionSource().Task), _clock);
        var began = calls.Now;
        _clock.Skip();
        await Task.Delay(WorkLimiter.QueueTimeout, _clock);

        await Assert.ThrowsAsync<ClusterUnavailableException>(() => calls.Start(Request(), began));
        Assert.InRange(_clock.Elapsed, WorkLimiter.QueueTimeout, SessionCalls.TotalTimeout);
    }

    [Fact]
    public async Task A_start_that_waited_opens_its_session_all_the_same()
    {
        var sessions = new FakeSessions(static _ => Task.CompletedTask);
        var calls = new SessionCalls(sessions, _clock);
        var began = calls.Now;
        _clock.Skip();
        await Task.Delay(WorkLimiter.QueueTimeout, _clock);

        var id = await calls.Start(Request(), began);

        Assert.Equal(Assert.Single(sessions.Ids), id);
    }

    private static StartRequest Request() => WireReader.TryReadSessionStart(Encoding.UTF8.GetBytes(Sample.Start), ValidationMode.Standard, out var start, out _)
        ? start
        : throw new InvalidOperationException("The sample is right.");
}
