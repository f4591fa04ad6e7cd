using k8s.Models;

namespace SessionGrains.Architecture.Tests;

/// <summary>The Prometheus operator's object, which KubernetesClient does not know: the members that ours uses.</summary>
internal sealed class ServiceMonitor
{
    public required string ApiVersion { get; init; }

    public required string Kind { get; init; }

    public required V1ObjectMeta Metadata { get; init; }

    public required ServiceMonitorSpec Spec { get; init; }
}

internal sealed class ServiceMonitorSpec
{
    public required V1LabelSelector Selector { get; init; }

    public required List<ServiceMonitorEndpoint> Endpoints { get; init; }
}

internal sealed class ServiceMonitorEndpoint
{
    public required string Port { get; init; }

    public required string Path { get; init; }

    public required string Interval { get; init; }

    public required string ScrapeTimeout { get; init; }

    public required ServiceMonitorAuthorization Authorization { get; init; }
}

internal sealed class ServiceMonitorAuthorization
{
    public required string Type { get; init; }

    public required V1SecretKeySelector Credentials { get; init; }
}
