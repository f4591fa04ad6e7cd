namespace SessionGrains.Bench.Cost;

/// <summary>What all subjects of a run are started with.</summary>
/// <param name="Folder">Where their files go; deleted in the end.</param>
/// <param name="RedisServer">The program, or null if there is none.</param>
internal sealed record SubjectSettings(string Folder, Cores Cores, string? RedisServer)
{
    /// <summary>Added to the environment of all processes but Redis, to profile them or to try a setting of the runtime.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>After which sessions close by themselves: longer than any run, as for sessions that are in use.</summary>
    public TimeSpan Timeout { get; } = TimeSpan.FromHours(12);
}
