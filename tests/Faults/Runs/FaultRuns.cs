namespace SessionGrains.Faults.Tests;

/// <summary>One run after another: each takes the whole machine.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FaultRuns
{
    public const string Name = "fault runs";
}
