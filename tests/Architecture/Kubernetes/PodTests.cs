using System.Text.RegularExpressions;
using k8s.Models;
using Microsoft.Extensions.Configuration;
using SessionGrains.Api.Startup;

namespace SessionGrains.Architecture.Tests;

/// <summary>What holds for the pods of nodes and of Redis alike, and for the files that overlays make variables of.</summary>
public sealed partial class PodTests
{
    public static TheoryData<string> VariableFiles => [.. RepositoryFiles.Below(Manifests.Folder, "*.env*").Where(static file => file.EndsWith("settings.env", StringComparison.Ordinal) || file.EndsWith("nodes.env.example", StringComparison.Ordinal))];

    private static V1PodSpec[] Pods => [Manifests.Nodes.Spec.Template.Spec, Manifests.Redis.Spec.Template.Spec];

    /// <summary>Also those that are commented out.</summary>
    [GeneratedRegex(@"^(# )?(?<name>\w+__\w+)=(?<value>.*)$", RegexOptions.Multiline)]
    private static partial Regex Variable { get; }

    [Fact]
    public void No_pod_can_do_more_than_it_needs() => Assert.All(Pods, static pod =>
    {
        Assert.False(pod.AutomountServiceAccountToken);
        Assert.False(pod.EnableServiceLinks);
        Assert.True(pod.SecurityContext.RunAsNonRoot);
        Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
        Assert.All(pod.Containers, static container =>
        {
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.Contains(container.VolumeMounts, static mount => mount.MountPath == "/tmp");
        });
        Assert.Equal(pod.Containers.SelectMany(static container => container.VolumeMounts).Select(static mount => mount.Name).Except(["data"]).Order(), pod.Volumes.Select(static volume => volume.Name).Order());
    });

    [Fact]
    public void Memory_is_promised_in_full_and_processors_are_not_limited() => Assert.All(Pods.SelectMany(static pod => pod.Containers), static container =>
    {
        Assert.Equal(container.Resources.Requests["memory"].ToInt64(), container.Resources.Limits["memory"].ToInt64());
        Assert.False(container.Resources.Limits.ContainsKey("cpu"));
    });

    [Theory]
    [MemberData(nameof(VariableFiles))]
    public void Overlays_name_only_settings_that_the_program_knows(string file)
    {
        var variables = Variable.Matches(RepositoryFiles.Read(file)).Select(static match => KeyValuePair.Create(match.Groups["name"].Value.Replace("__", ":", StringComparison.Ordinal), (string?)match.Groups["value"].Value)).ToArray();

        Assert.NotEmpty(variables);
        KnownSettings.Refuse(new ConfigurationBuilder().AddInMemoryCollection(variables).Build());
    }

    [Fact]
    public void A_monitor_reads_with_a_key_that_the_example_has()
    {
        var monitor = Manifests.One<ServiceMonitor>("components/monitoring/service-monitor.yaml");

        Assert.Contains($"{Assert.Single(monitor.Spec.Endpoints).Authorization.Credentials.Key}=", RepositoryFiles.Read("deploy/kubernetes/overlays/production/nodes.env.example"), StringComparison.Ordinal);
    }
}
