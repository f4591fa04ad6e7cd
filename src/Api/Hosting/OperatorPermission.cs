namespace SessionGrains.Api.Hosting;

/// <summary>What a key permits, and what an endpoint requires.</summary>
[Flags]
internal enum OperatorPermission : byte
{
    /// <summary>Sessions, reports, live counts, metrics, the dashboard. Every key has it.</summary>
    Read = 1,

    /// <summary>Everything that changes something.</summary>
    Control = 2,
}
