namespace SessionGrains.Architecture.Tests;

/// <summary>A kustomization or component: the members that ours use.</summary>
internal sealed class Kustomization
{
    public required string ApiVersion { get; init; }

    public required string Kind { get; init; }

    public string? Namespace { get; init; }

    public List<string> Resources { get; init; } = [];

    public List<string> Components { get; init; } = [];

    public List<string> Configurations { get; init; } = [];

    public List<PatchFile> Patches { get; init; } = [];

    public List<ImageName> Images { get; init; } = [];

    public List<ReplicaCount> Replicas { get; init; } = [];

    public List<Generator> ConfigMapGenerator { get; init; } = [];

    public List<Generator> SecretGenerator { get; init; } = [];
}

internal sealed class PatchFile
{
    public required string Path { get; init; }
}

internal sealed class ImageName
{
    public required string Name { get; init; }

    public string? NewName { get; init; }

    public string? NewTag { get; init; }
}

internal sealed class ReplicaCount
{
    public required string Name { get; init; }

    public int Count { get; init; }
}

/// <summary>Makes a ConfigMap or Secret of files.</summary>
internal sealed class Generator
{
    public required string Name { get; init; }

    public List<string> Files { get; init; } = [];

    public List<string> Envs { get; init; } = [];
}

/// <summary>Where objects refer to others by name.</summary>
internal sealed class NameReferences
{
    public required List<NameReference> NameReference { get; init; }
}

internal sealed class NameReference
{
    public required string Kind { get; init; }

    public string? Version { get; init; }

    public required List<FieldSpec> FieldSpecs { get; init; }
}

internal sealed class FieldSpec
{
    public required string Group { get; init; }

    public required string Kind { get; init; }

    public required string Path { get; init; }
}
