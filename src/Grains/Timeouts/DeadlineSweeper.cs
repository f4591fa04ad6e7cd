using SessionGrains.Quarantine;
using SessionGrains.Stores;

namespace SessionGrains.Timeouts;

/// <summary>
/// Closes due sessions of the deadline index. An entry is coarse: it is set when the session opens and is moved only here, so a live session is called once per
/// idle timeout and returns its next deadline.
/// </summary>
[GrainType("deadline-sweeper")]
internal sealed partial class DeadlineSweeper(IDeadlineIndex index, TimeProvider time, ILogger<DeadlineSweeper> logger) : Grain, IDeadlineSweeper
{
    private const int BatchSize = 256;
    private const long GraceMs = 3_000;
    private const long RetryMs = 5_000;
    private static readonly TimeSpan MinInterval = DeadlineSweepService.Period - TimeSpan.FromSeconds(2);
    private DateTimeOffset _sweptAt = DateTimeOffset.MinValue;

    public async Task Sweep()
    {
        if (time.GetUtcNow() - _sweptAt < MinInterval)
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

    /// <summary>The grace time lets the wheel of a live silo act first.</summary>
    private async Task SweepDue()
    {
        // If the index accepts no corrections, the same entries come again: the next sweep handles them.
        IReadOnlyList<string> notified = [];
        for (var due = await Due(); due.Except(notified).Any(); due = await Due())
        {
            await index.CorrectAsync(await Task.WhenAll(due.Select(Notify)));
            notified = due;
        }
    }

    private ValueTask<IReadOnlyList<string>> Due() => index.DueAsync(NowMs() - GraceMs, BatchSize);

    private async Task<DeadlineCorrection> Notify(string sessionId)
    {
        try
        {
            var next = await GrainFactory.GetGrain<ITimedSession>(sessionId).HandleDeadline();

            // A due session that still exists was just called by its wheel, or its store refuses: never retry at once.
            return new(sessionId, next is { } atMs ? Math.Max(atMs, NowMs() + RetryMs) : null);
        }
        catch (UnreadableRecordException)
        {
            return new(sessionId, NowMs() + DeadlineSweepService.UnreadableRetryMs);
        }
        catch (Exception exception)
        {
            LogNotNotified(exception.GetType().Name);
            return new(sessionId, NowMs() + RetryMs);
        }
    }

    private long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();

    [LoggerMessage(1011, LogLevel.Warning, "A due session could not be called ({Reason}); the next sweep retries.")]
    private partial void LogNotNotified(string reason);
}
