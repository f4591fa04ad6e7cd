namespace SessionGrains.Grains.Tests;

/// <summary>A clock that the test moves, and where it can do something in the middle of a grain's turn: when that asks for the time.</summary>
internal sealed class ObservedTime(DateTimeOffset now) : FakeTimeProvider(now)
{
    private Action? _inTurn;

    /// <summary>Has the next turn that asks for the time do this, once.</summary>
    public void OnceInTurn(Action action) => _inTurn = action;

    public override DateTimeOffset GetUtcNow()
    {
        if (TaskScheduler.Current != TaskScheduler.Default)
        {
            Interlocked.Exchange(ref _inTurn, null)?.Invoke();
        }

        return base.GetUtcNow();
    }
}
