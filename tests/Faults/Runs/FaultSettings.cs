namespace SessionGrains.Faults.Tests;

/// <summary>What a run takes from the environment.</summary>
internal static class FaultSettings
{
    /// <summary><c>SESSIONGRAINS_FAULT_MINUTES</c>: how long the runs are that can be longer than in CI; null for their short form.</summary>
    public static int? Minutes { get; } = RunSetting.Number("SESSIONGRAINS_FAULT_MINUTES");

    /// <summary><c>SESSIONGRAINS_FAULT_ROUNDS</c>: how often the embedded service is killed. Default 5.</summary>
    public static int Rounds { get; } = RunSetting.Number("SESSIONGRAINS_FAULT_ROUNDS") ?? 5;

    /// <summary><c>SESSIONGRAINS_FAULT_SEED</c>: of the scripts and the faults. Default 2026.</summary>
    public static int Seed { get; } = RunSetting.Number("SESSIONGRAINS_FAULT_SEED") ?? 2026;

    /// <summary>
    /// <c>SESSIONGRAINS_FAULT_PARTITIONS</c>: <c>all</c> for every partition of the network, or a part of the names of some; null for the sample of CI.
    /// </summary>
    public static string? Partitions { get; } = RunSetting.Text("SESSIONGRAINS_FAULT_PARTITIONS");

    /// <summary><c>SESSIONGRAINS_FIRST_BUILD</c>: the folder of the build that a rolling update begins and ends with; null for this one.</summary>
    public static string? FirstBuild { get; } = RunSetting.Text("SESSIONGRAINS_FIRST_BUILD");

    /// <summary><c>SESSIONGRAINS_OTHER_BUILD</c>: the folder of the other build of a rolling update; null for a copy of this one with another version.</summary>
    public static string? OtherBuild { get; } = RunSetting.Text("SESSIONGRAINS_OTHER_BUILD");
}
