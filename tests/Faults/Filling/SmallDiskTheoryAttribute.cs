namespace SessionGrains.Faults.Tests;

/// <summary>A run that mounts a small disk; skipped, with the reason, where it may not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskTheoryAttribute : TheoryAttribute
{
    public SmallDiskTheoryAttribute() => Skip = SmallDisk.IsPossible ? null : "Only root on Linux, where mounting is allowed, can make a file system of 64 MiB.";
}
