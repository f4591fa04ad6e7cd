using System.Text.RegularExpressions;
using k8s;

namespace SessionGrains.Architecture.Tests;

/// <summary>The manifests are what Kubernetes and Kustomize understand, and none is forgotten.</summary>
public sealed partial class ManifestTests
{
    private const string Names = "deploy/kubernetes/components/monitoring/names.yaml";

    public static TheoryData<string> Files => [.. Manifests.Files.Where(static file => file != Names)];

    public static TheoryData<string> Kustomizations => [.. Manifests.Files.Where(static file => file.EndsWith("/kustomization.yaml", StringComparison.Ordinal))];

    [GeneratedRegex("```yaml\n(?<yaml>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Shown { get; }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_manifest_has_only_members_that_its_kind_has(string file) => Assert.NotEmpty(Manifests.Parse(RepositoryFiles.Read(file)));

    [Fact]
    public void The_names_that_Kustomize_is_told_have_only_members_that_it_knows() =>
        Assert.NotEmpty(KubernetesYaml.Deserialize<NameReferences>(RepositoryFiles.Read(Names), strict: true).NameReference);

    [Fact]
    public void The_page_shows_only_manifests_that_Kubernetes_understands()
    {
        var shown = Shown.Matches(RepositoryFiles.Read("docs/kubernetes.md"));

        Assert.NotEmpty(shown);
        Assert.All(shown, static block => Assert.NotEmpty(Manifests.Parse(block.Groups["yaml"].Value)));
    }

    [Theory]
    [InlineData("base/deployment.yaml", "terminationGracePeriodSeconds", "terminationGraceSeconds")]
    [InlineData("base/deployment.yaml", "maxUnavailable", "maxUnavaliable")]
    [InlineData("base/deployment.yaml", "failureThreshold", "failureTreshold")]
    [InlineData("base/deployment.yaml", "apps/v1", "apps/v2")]
    [InlineData("base/service.yaml", "targetPort", "target")]
    [InlineData("base/network-policy.yaml", "podSelector", "podselector")]
    [InlineData("components/monitoring/service-monitor.yaml", "scrapeTimeout", "timeout")]
    [InlineData("overlays/small/kustomization.yaml", "newTag", "tag")]
    public void A_misspelt_member_is_an_error(string file, string member, string misspelt)
    {
        var good = RepositoryFiles.Read(Path.Combine(Manifests.Folder, file));

        Assert.Contains(member, good, StringComparison.Ordinal);
        Assert.ThrowsAny<Exception>(() => Manifests.Parse(good.Replace(member, misspelt, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Kustomizations))]
    public void Every_kustomization_lists_files_that_exist_and_all_of_its_folder(string file)
    {
        var folder = KustomizationFolder.Read(file);

        Assert.Empty(folder.Missing);
        Assert.Empty(folder.Unlisted);
    }

    [Theory]
    [MemberData(nameof(Kustomizations))]
    public void Every_patch_is_of_an_object_that_exists(string file)
    {
        var folder = KustomizationFolder.Read(file);

        // A component patches what the kustomizations that use it have.
        string[] there = [.. folder.Objects(), .. KustomizationFolder.Read("deploy/kubernetes/base/kustomization.yaml").Objects()];
        Assert.All(folder.Patches, patch => Assert.Contains(Manifests.NameOf(patch), there));
        Assert.All(folder.Content.Replicas, replicas => Assert.Contains($"Deployment/{replicas.Name}", there));
    }

    [Fact]
    public void A_file_that_nothing_lists_and_one_that_is_missing_are_found()
    {
        var folder = KustomizationFolder.Read("deploy/kubernetes/base/kustomization.yaml");
        folder.Content.Resources[1] = "absent.yaml";

        Assert.Equal(["absent.yaml"], folder.Missing);
        Assert.Equal(["deployment.yaml"], folder.Unlisted);
    }

    [Theory]
    [InlineData("small")]
    [InlineData("production")]
    public void An_overlay_makes_what_nodes_and_Redis_refer_to(string overlay)
    {
        var content = Manifests.One<Kustomization>($"overlays/{overlay}/kustomization.yaml");
        var (node, redis) = (Manifests.Node, Manifests.Redis.Spec.Template.Spec.Containers.Single());

        Assert.Equal(node.EnvFrom.Select(static from => from.ConfigMapRef?.Name).OfType<string>(), content.ConfigMapGenerator.Select(static made => made.Name));
        Assert.Equal(
            node.EnvFrom.Select(static from => from.SecretRef?.Name).Concat(redis.Env.Select(static variable => variable.ValueFrom?.SecretKeyRef.Name)).OfType<string>().Distinct(),
            content.SecretGenerator.Select(static made => made.Name));
        Assert.Contains(content.Images, image => image.Name == node.Image);
    }
}
