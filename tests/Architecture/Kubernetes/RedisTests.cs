using System.Text.RegularExpressions;
using k8s.Models;

namespace SessionGrains.Architecture.Tests;

/// <summary>The Redis of Kubernetes keeps what the Redis of docker-compose keeps.</summary>
public sealed partial class RedisTests
{
    private static V1Container Redis => Manifests.Redis.Spec.Template.Spec.Containers.Single();

    /// <summary>The arguments in the line of docker-compose.yml, with the default of a variable.</summary>
    [GeneratedRegex("command: \\[(\"(?<argument>[^\"]*)\"(, )?)+\\]")]
    private static partial Regex Command { get; }

    [Fact]
    public void Redis_is_started_as_docker_compose_starts_it()
    {
        var compose = Command.Matches(RepositoryFiles.Read("docker-compose.yml")).Select(static match => match.Groups["argument"].Captures.Select(static argument => argument.Value).ToArray())
            .Single(static arguments => arguments.Contains("--appendonly"));

        Assert.Equal(compose.Select(static argument => argument.Replace("${REDIS_MAXMEMORY:-1gb}", "$(REDIS_MAXMEMORY)", StringComparison.Ordinal)), Redis.Args);
        Assert.Equal("1gb", Redis.Env.Single(static variable => variable.Name == "REDIS_MAXMEMORY").Value);
        Assert.Contains($"image: {Redis.Image}\n", RepositoryFiles.Read("docker-compose.yml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Redis_may_keep_at_most_half_of_its_memory()
    {
        var small = Manifests.One<V1StatefulSet>("overlays/small/redis.yaml").Spec.Template.Spec.Containers.Single();

        Assert.All([Redis, small], static redis =>
            Assert.True(2 * Bytes(redis.Env.Single(static variable => variable.Name == "REDIS_MAXMEMORY").Value) <= redis.Resources.Limits["memory"].ToInt64()));
    }

    [Fact]
    public void There_is_one_Redis_on_a_volume()
    {
        Assert.Equal(1, Manifests.Redis.Spec.Replicas);
        Assert.Contains(Redis.VolumeMounts, static mount => mount is { MountPath: "/data", Name: "data" });
        Assert.Equal("data", Assert.Single(Manifests.Redis.Spec.VolumeClaimTemplates).Metadata.Name);
    }

    [Fact]
    public void Only_nodes_reach_Redis()
    {
        var policy = Manifests.One<V1NetworkPolicy>("components/redis/network-policy.yaml").Spec;
        var rule = Assert.Single(policy.Ingress);

        Assert.Equal(Manifests.Redis.Spec.Template.Metadata.Labels, policy.PodSelector.MatchLabels);
        Assert.Equal(Manifests.Nodes.Spec.Template.Metadata.Labels, Assert.Single(rule.FromProperty).PodSelector.MatchLabels);
        Assert.Equal(6379, Assert.Single(Redis.Ports, port => port.Name == Assert.Single(rule.Ports).Port.Value).ContainerPort);
        Assert.Equal(["Ingress", "Egress"], policy.PolicyTypes);
        Assert.Null(policy.Egress);
    }

    [Fact]
    public void Nodes_reach_Redis_by_the_name_and_the_user_that_it_has()
    {
        var service = Manifests.One<V1Service>("components/redis/service.yaml");
        var node = Manifests.One<V1Deployment>("components/redis/nodes.yaml").Spec.Template.Spec.Containers.Single();

        Assert.Equal(Manifests.Node.Name, node.Name);
        Assert.Equal($"{service.Metadata.Name}:{service.Spec.Ports.Single().Port},user=session-grains,password=$(REDIS_PASSWORD)", node.Env.Single(static variable => variable.Name == "ConnectionStrings__Redis").Value);
        Assert.Equal(Manifests.Redis.Spec.Template.Metadata.Labels, service.Spec.Selector);
        Assert.Contains("user session-grains on", RepositoryFiles.Read("deploy/redis/start.sh"), StringComparison.Ordinal);
    }

    /// <summary>As Redis reads sizes.</summary>
    private static long Bytes(string size) => size[^2..] switch
    {
        "gb" => long.Parse(size[..^2], CultureInfo.InvariantCulture) << 30,
        "mb" => long.Parse(size[..^2], CultureInfo.InvariantCulture) << 20,
        _ => throw new FormatException(size),
    };
}
