using Microsoft.Extensions.Logging;
using SessionGrains.Quarantine;
using SessionGrains.Stores;

namespace SessionGrains.Timeouts;

/// <summary>
/// Goes through the deadline index. An entry is coarse: set when the session was opened and moved only here, so a session that lives is told
/// once per idle timeout, answers when to look again, and that corrects its entry.
/// </summary>
[GrainType("deadline-sweeper")]
internal sealed partial class DeadlineSweeper(IDeadlineIndex index, TimeProvider time, ILogger<DeadlineSweeper> logger) : Grain, IDeadlineSweeper
{
    private const int Portion = 256;
    private const long GraceMs = 3_000;
    private const long RetryMs = 5_000;
    private static readonly TimeSpan Pause = DeadlineSweep.Period - TimeSpan.FromSeconds(2);
    private DateTimeOffset _sweptAt = DateTimeOffset.MinValue;

    public async Task Sweep()
    {
        if (time.GetUtcNow() - _sweptAt < Pause)
        {
            return;
        }

        _sweptAt = time.GetUtcNow();

        try
        {
            await SweepDue();
        }
        catch (StoreUnavailableException failure)
        {
            throw StoreUnavailableException.Of(failure);
        }
    }

    /// <summary>The grace lets a living silo's own wheel come first.</summary>
    private async Task SweepDue()
    {
        // Where an index does not take corrections the same come again: the next sweep looks at them.
        IReadOnlyList<string> told = [];
        for (var due = await Due(); due.Except(told).Any(); due = await Due())
        {
            await index.CorrectAsync(await Task.WhenAll(due.Select(Notify)));
            told = due;
        }
    }

    private ValueTask<IReadOnlyList<string>> Due() => index.DueAsync(NowMs() - GraceMs, Portion);

    private async Task<DeadlineCorrection> Notify(string sessionId)
    {
        try
        {
            var next = await GrainFactory.GetGrain<ITimedSession>(sessionId).MeetDeadline();

            // A session whose time has come and that is still there has been told a moment ago by its wheel, or its store refuses: never look at once again.
            return new(sessionId, next is { } atMs ? Math.Max(atMs, NowMs() + RetryMs) : null);
        }
        catch (UnreadableRecordException)
        {
            return new(sessionId, NowMs() + DeadlineSweep.UnreadableRetryMs);
        }
        catch (Exception exception)
        {
            LogNotTold(exception.GetType().Name);
            return new(sessionId, NowMs() + RetryMs);
        }
    }

    private long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();

    [LoggerMessage(1011, LogLevel.Warning, "A session that is due could not be told ({Reason}); the next sweep tries again.")]
    private partial void LogNotTold(string reason);
}
