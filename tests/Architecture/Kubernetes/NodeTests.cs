using System.Text.Json.Nodes;
using k8s.Models;
using Microsoft.Extensions.Configuration;
using SessionGrains.Api.Startup;
using SessionGrains.Silo.Clustering;
using SessionGrains.Silo.Hosting;

namespace SessionGrains.Architecture.Tests;

/// <summary>What docs/kubernetes.md promises of nodes, as the manifests have it.</summary>
public sealed class NodeTests
{
    private static V1PodSpec Pod => Manifests.Nodes.Spec.Template.Spec;

    private static V1Container Node => Manifests.Node;

    private static IConfiguration Settings => new ConfigurationBuilder()
        .AddInMemoryCollection(Node.Env.Select(static variable => KeyValuePair.Create(variable.Name.Replace("__", ":", StringComparison.Ordinal), (string?)variable.Value))).Build();

    [Fact]
    public void Probes_ask_paths_that_the_program_has_on_the_port_that_it_listens_on()
    {
        var paths = JsonNode.Parse(RepositoryFiles.Read("docs/openapi.json"))!["paths"]!.AsObject();

        Assert.All([Node.StartupProbe, Node.LivenessProbe, Node.ReadinessProbe], probe =>
        {
            Assert.True(paths.ContainsKey(probe.HttpGet.Path), probe.HttpGet.Path);
            Assert.Contains($"ASPNETCORE_HTTP_PORTS={PortOf(probe.HttpGet.Port.Value)} ", RepositoryFiles.Read("src/Api/Dockerfile"), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Only_readiness_asks_the_store_because_no_restart_brings_a_store_back()
    {
        Assert.Equal("/health/ready", Node.ReadinessProbe.HttpGet.Path);
        Assert.Equal(["/health/live", "/health/live"], [Node.StartupProbe.HttpGet.Path, Node.LivenessProbe.HttpGet.Path]);

        // The program asks the store twice, each time for at most 2 s.
        Assert.True(Node.ReadinessProbe.TimeoutSeconds > 4);
    }

    [Fact]
    public void Cluster_ports_are_those_that_the_program_listens_on() =>
        Assert.Equal((SessionClusterOptions.DefaultSiloPort, SessionClusterOptions.DefaultGatewayPort), (PortOf("silo"), PortOf("gateway")));

    [Fact]
    public void An_update_never_takes_a_node_away_before_another_is_ready()
    {
        var update = Manifests.Nodes.Spec.Strategy;

        Assert.Equal("RollingUpdate", update.Type);
        Assert.Equal("0", update.RollingUpdate.MaxUnavailable.Value);
        Assert.Equal("1", update.RollingUpdate.MaxSurge.Value);
    }

    [Fact]
    public void A_node_gets_longer_to_stop_than_it_takes()
    {
        var shutdown = ShutdownOptions.Read(Settings, ClusterMode.Redis);

        Assert.InRange(shutdown.DrainDelay, TimeSpan.FromSeconds(5), shutdown.Timeout);
        Assert.True(Pod.TerminationGracePeriodSeconds > shutdown.Timeout.TotalSeconds);
    }

    [Fact]
    public void A_node_is_told_only_settings_that_the_program_knows()
    {
        KnownSettings.Refuse(Settings);
        Assert.Equal(ClusterMode.Redis, Settings.GetSection(SessionClusterOptions.Section).GetValue<ClusterMode>(nameof(SessionClusterOptions.Mode)));
        Assert.Equal("status.podIP", Node.Env.Single(static variable => variable.Name == $"{SessionClusterOptions.Section}__{nameof(SessionClusterOptions.AdvertisedIPAddress)}").ValueFrom.FieldRef.FieldPath);
    }

    [Fact]
    public void Service_budget_and_policy_are_of_the_nodes()
    {
        var labels = Manifests.Nodes.Spec.Template.Metadata.Labels;
        var (service, budget, policy) = (Manifests.One<V1Service>("base/service.yaml"), Manifests.One<V1PodDisruptionBudget>("base/disruption-budget.yaml"), Manifests.One<V1NetworkPolicy>("base/network-policy.yaml"));
        var monitor = Manifests.One<ServiceMonitor>("components/monitoring/service-monitor.yaml");

        Assert.All([Manifests.Nodes.Spec.Selector.MatchLabels, service.Spec.Selector, budget.Spec.Selector.MatchLabels, policy.Spec.PodSelector.MatchLabels], selector => Selects(selector, labels));
        Assert.All(Pod.TopologySpreadConstraints, spread => Selects(spread.LabelSelector.MatchLabels, labels));
        Selects(monitor.Spec.Selector.MatchLabels, service.Metadata.Labels);
        Assert.Equal(Assert.Single(service.Spec.Ports).Name, Assert.Single(monitor.Spec.Endpoints).Port);
        Assert.Equal(8080, PortOf(service.Spec.Ports[0].TargetPort.Value));
        Assert.Equal("1", budget.Spec.MaxUnavailable.Value);
    }

    [Fact]
    public void Strangers_reach_only_the_port_for_requests()
    {
        var policy = Manifests.One<V1NetworkPolicy>("base/network-policy.yaml").Spec;
        var strangers = Assert.Single(policy.Ingress, static rule => rule.FromProperty is null);
        var nodes = Assert.Single(policy.Ingress, static rule => rule.FromProperty is not null);

        Assert.Equal("http", Assert.Single(strangers.Ports).Port.Value);
        Selects(Assert.Single(nodes.FromProperty).PodSelector.MatchLabels, Manifests.Nodes.Spec.Template.Metadata.Labels);
        Assert.Equal(["silo", "gateway"], nodes.Ports.Select(static port => port.Port.Value));
        Assert.All(nodes.Ports, static port => Assert.NotEqual(0, PortOf(port.Port.Value)));
    }

    [Fact]
    public void A_node_runs_as_the_user_of_its_image() => Assert.Contains($"\nUSER {Pod.SecurityContext.RunAsUser}\n", RepositoryFiles.Read("src/Api/Dockerfile"), StringComparison.Ordinal);

    private static int PortOf(string name) => Assert.Single(Node.Ports, port => port.Name == name).ContainerPort;

    private static void Selects(IDictionary<string, string> selector, IDictionary<string, string> labels)
    {
        Assert.NotEmpty(selector);
        Assert.Subset(labels.ToHashSet(), selector.ToHashSet());
    }
}
