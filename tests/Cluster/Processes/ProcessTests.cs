namespace SessionGrains.Cluster.Tests;

/// <summary>Tests that start real processes run one after another: a slow machine has few cores to give.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessTests
{
    public const string Name = "processes";
}
