namespace SessionGrains.Faults.Tests;

/// <summary>When a fault is healed.</summary>
internal abstract record Heal
{
    private Heal()
    {
    }

    public sealed record After(TimeSpan Time) : Heal
    {
        public override string ToString() => $"{Time.TotalSeconds:0} s";
    }

    /// <summary>As soon as one silo has voted another dead.</summary>
    public sealed record AtTheFirstVote : Heal
    {
        public override string ToString() => "first vote";
    }

    /// <summary>As soon as one silo is declared dead.</summary>
    public sealed record AtTheFirstDeath : Heal
    {
        public override string ToString() => "declared dead";
    }
}
