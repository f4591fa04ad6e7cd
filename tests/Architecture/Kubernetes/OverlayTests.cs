using k8s.Models;

namespace SessionGrains.Architecture.Tests;

/// <summary>What Kustomize makes of the overlays.</summary>
public sealed class OverlayTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("session-grains-kustomize").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [KubectlTheory]
    [InlineData("small", 2, "512Mi", "256Mi")]
    [InlineData("production", 3, "2Gi", "2Gi")]
    public async Task An_overlay_is_complete(string overlay, int nodes, string nodeMemory, string redisMemory)
    {
        var made = Manifests.Parse(await MadeAsync(overlay));
        var (deployment, redis) = (made.OfType<V1Deployment>().Single(), made.OfType<V1StatefulSet>().Single());
        var (node, store) = (deployment.Spec.Template.Spec.Containers.Single(), redis.Spec.Template.Spec.Containers.Single());

        Assert.Equal(nodes, deployment.Spec.Replicas);
        Assert.Equal([nodeMemory, nodeMemory, redisMemory, redisMemory], Memory(node).Concat(Memory(store)));
        Assert.EndsWith(":0.1.0", node.Image, StringComparison.Ordinal);
        var maxMemory = store.Env.Single(static variable => variable.Name == "REDIS_MAXMEMORY").Value;
        Assert.Contains($"| `{overlay}` | {Requested(node)} | {nodes} | {Requested(store)} | {maxMemory} |", RepositoryFiles.Read("docs/kubernetes.md"), StringComparison.Ordinal);

        // Names of generated objects end with a hash of what is in them: with a changed secret, pods are replaced.
        var names = made.OfType<V1Secret>().Select(static secret => secret.Metadata.Name).Concat(made.OfType<V1ConfigMap>().Select(static map => map.Metadata.Name)).ToArray();
        Assert.All(node.EnvFrom, from => Assert.Contains(from.SecretRef?.Name ?? from.ConfigMapRef.Name, names));
        Assert.All(node.Env.Concat(store.Env).Select(static variable => variable.ValueFrom?.SecretKeyRef?.Name).OfType<string>(), name => Assert.Contains(name, names));
        Assert.All(made.Where(static one => one is not V1Namespace), static one => Assert.Equal("session-grains", ((k8s.IKubernetesObject<V1ObjectMeta>)one).Metadata.NamespaceProperty));

        // A variable can name only those before it.
        string[] variables = [.. node.Env.Select(static variable => variable.Name)];
        Assert.InRange(variables.IndexOf("REDIS_PASSWORD"), 0, variables.IndexOf("ConnectionStrings__Redis") - 1);
        Assert.Contains("Cluster__AdvertisedIPAddress", variables);
    }

    [KubectlTheory]
    [InlineData("small")]
    [InlineData("production")]
    public async Task A_monitor_gets_the_name_of_the_secret(string overlay)
    {
        var made = Manifests.Parse(await MadeAsync(overlay, static text => text.Replace("  # - ../../components/monitoring", "", StringComparison.Ordinal)
            .Replace("  - ../../components/redis", "  - ../../components/redis\n  - ../../components/monitoring", StringComparison.Ordinal)));

        var node = made.OfType<V1Deployment>().Single().Spec.Template.Spec.Containers.Single();
        Assert.Equal(node.EnvFrom.Select(static from => from.SecretRef?.Name).OfType<string>().Single(), made.OfType<ServiceMonitor>().Single().Spec.Endpoints.Single().Authorization.Credentials.Name);
    }

    [KubectlTheory]
    [InlineData("small")]
    [InlineData("production")]
    public async Task Without_the_component_there_is_no_Redis(string overlay)
    {
        // An overlay's own patch of Redis goes with it.
        var made = Manifests.Parse(await MadeAsync(overlay, static text => string.Join('\n', text.Split('\n').Where(static line => !line.EndsWith("components/redis", StringComparison.Ordinal) && !line.EndsWith("path: redis.yaml", StringComparison.Ordinal)))
            .Replace("components:\n", "components: []\n", StringComparison.Ordinal)));

        Assert.Empty(made.OfType<V1StatefulSet>());
        Assert.DoesNotContain(made.OfType<V1Deployment>().Single().Spec.Template.Spec.Containers.Single().Env, static variable => variable.Name == "ConnectionStrings__Redis");
    }

    /// <summary>As the table of docs/kubernetes.md#sizes has it.</summary>
    private static string Requested(V1Container container) => $"{container.Resources.Requests["cpu"]}, {container.Resources.Requests["memory"]}";

    private static string[] Memory(V1Container container) => [container.Resources.Requests["memory"].ToString(), container.Resources.Limits["memory"].ToString()];

    /// <summary>As docs/kubernetes.md has it: the examples are copied, and then Kustomize is asked.</summary>
    private async Task<string> MadeAsync(string overlay, Func<string, string>? change = null)
    {
        foreach (var file in RepositoryFiles.Below(Manifests.Folder, "*").Concat(RepositoryFiles.Below("deploy/redis", "*")).Where(static file => !file.EndsWith("nodes.env", StringComparison.Ordinal) && !file.EndsWith("redis.env", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(_folder, file.EndsWith(".example", StringComparison.Ordinal) ? file[..^".example".Length] : file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(RepositoryFiles.PathOf(file), copy);
        }

        var folder = Path.Combine(_folder, Manifests.Folder, "overlays", overlay);
        var kustomization = Path.Combine(folder, "kustomization.yaml");
        await File.WriteAllTextAsync(kustomization, (change ?? (static text => text))(await File.ReadAllTextAsync(kustomization)));
        return await Kubectl.KustomizeAsync(folder);
    }
}
