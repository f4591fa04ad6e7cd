using Polly.Timeout;

namespace SessionGrains.Api.Tests;

/// <summary>A silo that finds no other for a session in time says so with an exception of Polly's.</summary>
public sealed class PlacementTimeoutTests
{
    [Fact]
    public async Task A_session_for_which_no_silo_was_found_in_time_is_tried_again()
    {
        var attempts = 0;
        var calls = new SessionCalls(new FakeSessions(_ => attempts++ == 0 ? Task.FromException(new TimeoutRejectedException("too long")) : Task.CompletedTask), TimeProvider.System);
        Assert.True(WireReader.TryReadSessionStart(Encoding.UTF8.GetBytes(Sample.Start), ValidationMode.Standard, out var start, out _));

        Assert.NotEmpty(await calls.Start(start, calls.Now));

        Assert.Equal(2, attempts);
    }
}
