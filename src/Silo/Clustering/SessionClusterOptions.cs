using System.Net;
using SessionGrains.Silo.Clustering.Localhost;
using SessionGrains.Silo.Clustering.Tls;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Silo.Clustering;

/// <summary>The cluster of a process and where its silo listens: the <c>Cluster</c> section of the configuration.</summary>
public sealed class SessionClusterOptions
{
    public const string Section = "Cluster";

    internal const int DefaultSiloPort = 11111;
    internal const int DefaultGatewayPort = 30000;

    /// <summary>How the processes find each other. Default <see cref="ClusterMode.Embedded"/>; in a silo process <see cref="ClusterMode.Localhost"/>.</summary>
    public ClusterMode Mode { get; set; } = ClusterMode.Embedded;

    /// <summary>
    /// What a process that answers requests is in its cluster. Default <see cref="ClusterRole.Node"/>. Unused in a process of <c>SessionGrains.Silo</c>, which is always only a silo.
    /// </summary>
    public ClusterRole Role { get; set; } = ClusterRole.Node;

    /// <summary>Processes with the same id form one cluster. Letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, at most 64. Default <c>local</c>.</summary>
    public string ClusterId { get; set; } = "local";

    /// <summary>The service that owns the sessions; part of every stored key and independent of the cluster. Same characters as the cluster id. Default <c>session-grains</c>.</summary>
    public string ServiceId { get; set; } = "session-grains";

    /// <summary>TCP port for other silos, 1 to 65535. Default: 11111, in a local cluster the first free one from there. Unused when embedded.</summary>
    public int? SiloPort { get; set; }

    /// <summary>TCP port for front doors, 1 to 65535. Default: 30000, in a local cluster the first free one from there. Unused when embedded.</summary>
    public int? GatewayPort { get; set; }

    /// <summary>
    /// IP address at which other machines reach this silo in <see cref="ClusterMode.Redis"/>. Default: the address of this machine's host name, which is right in a
    /// container.
    /// </summary>
    public string? AdvertisedIPAddress { get; set; }

    /// <summary>
    /// Network for <see cref="ClusterMode.Redis"/>, such as <c>10.5.0.0/24</c>: a silo listens only on its address in this network and advertises that one. For machines or
    /// containers in several networks; excludes <see cref="AdvertisedIPAddress"/>. Default: none, a silo listens on all its addresses.
    /// </summary>
    public string? AdvertisedNetwork { get; set; }

    /// <summary>TLS between the processes of the cluster. Unused when embedded.</summary>
    public ClusterTlsOptions Tls { get; set; } = new();

    /// <summary>
    /// Folder of the membership file for <see cref="ClusterMode.Localhost"/>. Default: <c>session-grains/clusters</c> in the user's local application data, so that
    /// processes with different working directories find each other.
    /// </summary>
    public string Directory { get; set; } = LocalFolder.Clusters;

    /// <summary>Reads and checks the section.</summary>
    /// <exception cref="StartRefusedException">A value is missing or wrong; the message says which and what to set.</exception>
    public static SessionClusterOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        RefuseUnknown<ClusterMode>(nameof(Mode), section[nameof(Mode)]);
        RefuseUnknown<ClusterRole>(nameof(Role), section[nameof(Role)]);

        var options = section.BindTo(new SessionClusterOptions());
        if (options is { Role: ClusterRole.FrontDoor, Mode: ClusterMode.Embedded })
        {
            throw new StartRefusedException(
                $"{Section}:{nameof(Role)} is FrontDoor: it needs nodes or silos in other processes. Set {Section}:{nameof(Mode)} to Localhost or Redis, or leave {Section}:{nameof(Role)} out.");
        }

        RefuseBadName(nameof(ClusterId), options.ClusterId);
        RefuseBadName(nameof(ServiceId), options.ServiceId);
        RefuseBadPort(nameof(SiloPort), options.SiloPort);
        RefuseBadPort(nameof(GatewayPort), options.GatewayPort);
        if (options.SiloPort is { } port && port == options.GatewayPort)
            throw new StartRefusedException($"{Section}:{nameof(SiloPort)} and {Section}:{nameof(GatewayPort)} are both {port}: they must differ.");

        if (options.AdvertisedIPAddress is { } address && !IPAddress.TryParse(address, out _))
            throw new StartRefusedException($"{Section}:{nameof(AdvertisedIPAddress)} is '{address}': set it to an IP address such as 10.0.0.7, or leave it out.");

        RefuseBadNetwork(options);
        if (string.IsNullOrWhiteSpace(options.Directory))
            throw new StartRefusedException($"{Section}:{nameof(Directory)} is empty: name a folder for the membership file of the local cluster, or leave it out.");

        return options;
    }

    private static void RefuseBadNetwork(SessionClusterOptions options)
    {
        if (options.AdvertisedNetwork is not { } network)
            return;

        // 10.5.0.7/24 parses as 10.5.0.0/24, but is probably a mistake in the address or the length.
        if (!IPNetwork.TryParse(network, out var read) || !IPAddress.TryParse(network.AsSpan(0, network.IndexOf('/', StringComparison.Ordinal)), out var first) || !first.Equals(read.BaseAddress))
            throw new StartRefusedException($"{Section}:{nameof(AdvertisedNetwork)} is '{network}': set it to a network such as 10.5.0.0/24 (the first address of it, and the length of its prefix), or leave it out.");

        if (options.AdvertisedIPAddress is not null)
            throw new StartRefusedException($"{Section}:{nameof(AdvertisedNetwork)} and {Section}:{nameof(AdvertisedIPAddress)} are both set: leave one of them out.");
    }

    private static void RefuseUnknown<TEnum>(string name, string? value)
        where TEnum : struct, Enum
    {
        if (value is not null && !Enum.GetNames<TEnum>().Contains(value, StringComparer.OrdinalIgnoreCase))
            throw new StartRefusedException($"{Section}:{name} is '{value}': set it to {string.Join(" or ", Enum.GetNames<TEnum>())}.");
    }

    private static void RefuseBadName(string name, string value)
    {
        var good = value.Length is > 0 and <= 64 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && value.Any(char.IsAsciiLetterOrDigit);
        if (!good)
            throw new StartRefusedException($"{Section}:{name} is '{value}': 1 to 64 letters, digits, '-', '_' or '.', with a letter or digit among them.");
    }

    private static void RefuseBadPort(string name, int? port)
    {
        if (port is < 1 or > 65535)
            throw new StartRefusedException($"{Section}:{name} is {port}: a TCP port is 1 to 65535.");
    }
}
