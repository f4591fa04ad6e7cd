namespace SessionGrains.Stores.Tests;

/// <summary>A fact about Linux: modes of files, and locks of two kinds that do not meet.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    public const string Reason = "This is about Linux' files.";

    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : Reason;
}

/// <summary>As <see cref="LinuxFactAttribute"/>, with several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute() => Skip = OperatingSystem.IsLinux() ? null : LinuxFactAttribute.Reason;
}
