namespace SessionGrains.Faults.Tests.Runs;

/// <summary>One run after another: each takes the whole machine.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FaultRuns
{
    public const string Name = "fault runs";
}
