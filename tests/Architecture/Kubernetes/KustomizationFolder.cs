namespace SessionGrains.Architecture.Tests;

/// <summary>A folder with a kustomization: what it lists, and what lies there.</summary>
internal sealed class KustomizationFolder
{
    private const string File = "kustomization.yaml";

    private readonly string _folder;

    private KustomizationFolder(string folder, Kustomization content) => (_folder, Content) = (folder, content);

    public Kustomization Content { get; }

    /// <summary>What is listed and not there. Files with secrets are there as examples.</summary>
    public string[] Missing => [.. Listed.Where(path => !Path.Exists(RepositoryFiles.PathOf(Path.Combine(_folder, path))) && !Path.Exists(RepositoryFiles.PathOf(Path.Combine(_folder, path + ".example"))))];

    /// <summary>The YAML files beside the kustomization that it does not list.</summary>
    public string[] Unlisted => [.. RepositoryFiles.Below(_folder, "*.yaml").Select(path => Path.GetRelativePath(_folder, path)).Except([File, .. Listed])];

    public IEnumerable<object> Patches => Content.Patches.SelectMany(patch => Manifests.Parse(RepositoryFiles.Read(Path.Combine(_folder, patch.Path))));

    private IEnumerable<string> Listed =>
        [.. Content.Resources, .. Content.Components, .. Content.Configurations, .. Content.Patches.Select(static patch => patch.Path), .. Content.ConfigMapGenerator.Concat(Content.SecretGenerator).SelectMany(static made => made.Files.Concat(made.Envs))];

    public static KustomizationFolder Read(string file) => new(Path.GetDirectoryName(file)!, Assert.IsType<Kustomization>(Assert.Single(Manifests.Parse(RepositoryFiles.Read(file)))));

    /// <summary>Kind and name of every object that the kustomization and those below it list.</summary>
    public IEnumerable<string> Objects() => Content.Resources.Concat(Content.Components).SelectMany(path =>
    {
        var listed = Path.GetRelativePath(RepositoryFiles.PathOf(""), Path.GetFullPath(RepositoryFiles.PathOf(Path.Combine(_folder, path))));
        return Directory.Exists(RepositoryFiles.PathOf(listed))
            ? Read(Path.Combine(listed, File)).Objects()
            : Manifests.Parse(RepositoryFiles.Read(listed)).Select(Manifests.NameOf);
    });
}
