namespace SessionGrains.Cluster.Tests;

/// <summary>A test of processes whose clocks differ; skipped, with the reason, where <c>faketime</c> is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClockTheoryAttribute : TheoryAttribute
{
    public ClockTheoryAttribute()
    {
        if (ProgramPath.Find("faketime") is null)
            Skip = "faketime is not on the PATH: install it (Debian, Ubuntu: apt-get install faketime).";
    }
}
