namespace SessionGrains.Faults.Tests;

/// <summary>A fault of the network between machines, until it is healed.</summary>
/// <param name="Name">As in the table of docs/operations.md.</param>
internal abstract record NetworkFault(string Name)
{
    public abstract void Begin(FaultNetwork network);

    /// <summary>Completes when the fault is gone.</summary>
    public abstract Task HealAsync(FaultNetwork network);
}

/// <summary>From one node to another: null stands for any node, but not for the host, where the players are.</summary>
internal readonly record struct Way(string? From, string? To)
{
    public static Way[] Both(string one, string other) => [new(one, other), new(other, one)];
}
