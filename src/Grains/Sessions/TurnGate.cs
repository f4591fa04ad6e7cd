namespace SessionGrains.Sessions;

/// <summary>
/// Keeps apart the turns that Orleans gives a session and the events that a front door of the same process applies where they arrive (record 8). Turns may
/// follow each other between awaits, as Orleans has it, and hold the gate from the first one to the last; such an event holds it alone and for microseconds. Not to be copied.
/// </summary>
internal struct TurnGate
{
    private const int Event = -1;

    /// <summary>How many calls have turns, or <see cref="Event"/>.</summary>
    private int _holders;

    public bool IsHeld => Volatile.Read(ref _holders) != 0;

    /// <summary>For an event: never waits.</summary>
    public bool TryEnter() => Interlocked.CompareExchange(ref _holders, Event, 0) == 0;

    public void Leave() => Volatile.Write(ref _holders, 0);

    /// <summary>For a turn: waits for an event to be applied, if there is one.</summary>
    public void EnterTurn()
    {
        var wait = new SpinWait();
        while (true)
        {
            var holders = Volatile.Read(ref _holders);
            if (holders != Event && Interlocked.CompareExchange(ref _holders, holders + 1, holders) == holders)
            {
                return;
            }

            wait.SpinOnce();
        }
    }

    public void LeaveTurn() => Interlocked.Decrement(ref _holders);
}
