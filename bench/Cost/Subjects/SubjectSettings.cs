using SessionGrains.Bench.Cost.Processes;

namespace SessionGrains.Bench.Cost.Subjects;

/// <summary>What all subjects of a run are started with.</summary>
/// <param name="Folder">Where their files go; deleted in the end.</param>
/// <param name="RedisServer">The program, or null if there is none.</param>
/// <param name="Timeout">After which sessions close by themselves: longer than any run, as for sessions that are in use.</param>
internal sealed record SubjectSettings(string Folder, Cores Cores, string? RedisServer)
{
    public TimeSpan Timeout { get; } = TimeSpan.FromHours(12);
}
