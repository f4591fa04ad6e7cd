// Processor time is measured: one run at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace SessionGrains.Abuse.Tests;

/// <summary>What a run takes from the environment.</summary>
internal static class AbuseSettings
{
    /// <summary><c>SESSIONGRAINS_ABUSE_SEED</c>: of the fuzzed bodies. Default 2026.</summary>
    public static int Seed { get; } = RunSetting.Number("SESSIONGRAINS_ABUSE_SEED") ?? 2026;

    /// <summary><c>SESSIONGRAINS_ABUSE_CASES</c>: how many bodies are fuzzed. Default 10,000.</summary>
    public static int Cases { get; } = RunSetting.Number("SESSIONGRAINS_ABUSE_CASES") ?? 10_000;
}
