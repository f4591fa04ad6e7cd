namespace SessionGrains.PowerLoss.Tests;

/// <summary>Records real processes; skipped, with the reason, where there is nothing to record them with.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RecorderFactAttribute : FactAttribute
{
    public RecorderFactAttribute() => Skip = Strace.Missing ?? RedisProcess.Missing;
}

/// <inheritdoc cref="RecorderFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RecorderTheoryAttribute : TheoryAttribute
{
    public RecorderTheoryAttribute() => Skip = Strace.Missing ?? RedisProcess.Missing;
}
