namespace SessionGrains.Abuse.Tests;

/// <summary>Which processes are attacked.</summary>
/// <param name="HasSiloOfItsOwn">A silo and a front door that call each other; else one process.</param>
/// <param name="IsOnRedis">Sessions are kept in a redis-server of 256 MiB; else in a Sqlite file.</param>
/// <param name="HeapMegabytes">The hard limit of each process' managed heap, MiB.</param>
/// <param name="Settings">Beyond the defaults, as <c>--Section:Key=value</c>.</param>
internal sealed record ServiceShape(bool HasSiloOfItsOwn = false, bool IsOnRedis = false, int HeapMegabytes = 256, params string[] Settings);
