namespace SessionGrains.Tracking.Tests;

/// <summary>How many cases a property is tried with. Mutation testing runs the tests thousands of times, so there it is fewer (docs/mutations.md).</summary>
internal static class Cases
{
    private static readonly int Most = RunSetting.Number("SESSIONGRAINS_TRACKING_CASES") ?? int.MaxValue;

    public static int UpTo(int cases) => Math.Min(cases, Most);
}
