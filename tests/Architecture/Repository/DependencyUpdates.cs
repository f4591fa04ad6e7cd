using YamlDotNet.Serialization;

namespace SessionGrains.Architecture.Tests;

/// <summary>.github/dependabot.yml.</summary>
internal sealed class DependencyUpdates
{
    public required int Version { get; init; }

    public required List<EcosystemUpdates> Updates { get; init; }
}

internal sealed class EcosystemUpdates
{
    [YamlMember(Alias = "package-ecosystem", ApplyNamingConventions = false)]
    public required string PackageEcosystem { get; init; }

    public string? Directory { get; init; }

    public List<string> Directories { get; init; } = [];

    public required UpdateSchedule Schedule { get; init; }

    public Dictionary<string, UpdateGroup> Groups { get; init; } = [];

    public List<IgnoredDependency> Ignore { get; init; } = [];
}

internal sealed class UpdateSchedule
{
    public required string Interval { get; init; }
}

internal sealed class UpdateGroup
{
    public required List<string> Patterns { get; init; }
}

internal sealed class IgnoredDependency
{
    [YamlMember(Alias = "dependency-name", ApplyNamingConventions = false)]
    public required string DependencyName { get; init; }
}
