namespace SessionGrains.Api.Hosting;

/// <summary>What a key lets its owner do, and what an endpoint asks for.</summary>
[Flags]
internal enum OperatorPermission : byte
{
    /// <summary>Sessions, reports, live counts, metrics, the dashboard. Every key may.</summary>
    Read = 1,

    /// <summary>Whatever changes something.</summary>
    Control = 2,
}
