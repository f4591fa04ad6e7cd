using k8s;
using k8s.Models;

namespace SessionGrains.Architecture.Tests;

/// <summary>The manifests of deploy/kubernetes, read so that a member which its kind does not have is an error.</summary>
internal static class Manifests
{
    public const string Folder = "deploy/kubernetes";

    private static readonly Dictionary<string, Type> Ours = new()
    {
        ["kustomize.config.k8s.io/v1beta1/Kustomization"] = typeof(Kustomization),
        ["kustomize.config.k8s.io/v1alpha1/Component"] = typeof(Kustomization),
        ["monitoring.coreos.com/v1/ServiceMonitor"] = typeof(ServiceMonitor),
    };

    /// <summary>All YAML files, also what Kustomize reads in other folders of deploy.</summary>
    public static string[] Files { get; } = [.. RepositoryFiles.Below("deploy", "kustomization.yaml").Union(RepositoryFiles.Below(Folder, "*.yaml"))];

    public static V1Deployment Nodes { get; } = One<V1Deployment>("base/deployment.yaml");

    public static V1Container Node { get; } = Nodes.Spec.Template.Spec.Containers.Single();

    public static V1StatefulSet Redis { get; } = One<V1StatefulSet>("components/redis/statefulset.yaml");

    /// <exception cref="Exception">The text is not YAML, or a kind or member is unknown.</exception>
    public static List<object> Parse(string yaml) => KubernetesYaml.LoadAllFromString(yaml, Ours, strict: true);

    /// <summary>The only object of a file below deploy/kubernetes.</summary>
    public static T One<T>(string file) => Assert.IsType<T>(Assert.Single(Parse(RepositoryFiles.Read(Path.Combine(Folder, file)))));

    public static string NameOf(object manifest) => manifest switch
    {
        IKubernetesObject<V1ObjectMeta> known => $"{known.Kind}/{known.Metadata.Name}",
        ServiceMonitor monitor => $"{monitor.Kind}/{monitor.Metadata.Name}",
        _ => throw new ArgumentException($"{manifest} has no name."),
    };
}
