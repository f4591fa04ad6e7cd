namespace SessionGrains.Faults.Tests;

/// <summary>When a fault is healed.</summary>
/// <param name="Name">As in the table of docs/operations.md.</param>
/// <param name="Time">After this time; null: see below.</param>
internal sealed record Heal(string Name, TimeSpan? Time = null)
{
    /// <summary>As soon as one silo has voted another dead.</summary>
    public static Heal AtTheFirstVote { get; } = new("first vote");

    /// <summary>As soon as one silo is declared dead.</summary>
    public static Heal AtTheFirstDeath { get; } = new("declared dead");

    public static Heal After(int seconds) => new($"{seconds} s", TimeSpan.FromSeconds(seconds));

    public override string ToString() => Name;
}
