using SessionGrains.Api.Startup;
using SessionGrains.Silo.Clustering;
using SessionGrains.Silo.Clustering.Localhost;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Api.LocalCluster;

/// <summary>What the <c>cluster</c> command starts.</summary>
/// <param name="Hosts">What hosts the sessions.</param>
/// <param name="Count">Number of hosts, 1 to 32.</param>
/// <param name="Urls">Addresses of the front door, separated by semicolons.</param>
/// <param name="Cluster">The cluster.</param>
/// <param name="Settings">Settings for all processes, each as <c>--Section:Key=value</c>.</param>
internal sealed record LaunchPlan(SessionHosts Hosts, int Count, string Urls, SessionClusterOptions Cluster, IReadOnlyList<string> Settings)
{
    public const int MaxCount = 32;

    private const int DefaultCount = 3;
    private const string NodesOption = "--nodes";
    private const string SilosOption = "--silos";

    /// <summary>Parses the command line after the word <c>cluster</c>; missing values come from the environment.</summary>
    /// <exception cref="StartRefusedException">An argument is wrong; the message says how to correct it.</exception>
    public static LaunchPlan Parse(ReadOnlySpan<string> args)
    {
        (SessionHosts Hosts, int Count)? chosen = null;
        string? urls = null;
        var settings = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = Split(args[i]);
            value ??= i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal) ? args[++i] : throw new StartRefusedException($"'{args[i]}' needs a value.");
            if (HostsOf(name) is { } hosts)
            {
                if (chosen is { } other && other.Hosts != hosts)
                    throw new StartRefusedException($"{NodesOption} and {SilosOption} are both given: leave one of them out.");

                if (hosts == SessionHosts.Silos && ProgramForm.IsSingleFile)
                    throw new StartRefusedException($"{SilosOption} is not possible with the single file, which has no silo program: take {NodesOption}.");

                chosen = (hosts, ParseCount(name, value));
            }
            else if (name.Equals("--urls", StringComparison.OrdinalIgnoreCase))
            {
                urls = value;
            }
            else
            {
                settings.Add($"{CheckSetting(name)}={value}");
            }
        }

        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddEnvironmentVariables("ASPNETCORE_").AddCommandLine([.. settings]).Build();
        KnownSettings.RefuseArguments(settings);
        KnownSettings.Refuse(configuration);
        var cluster = SessionClusterOptions.Read(configuration);
        urls ??= configuration["urls"] ?? ListenAddresses.DefaultUrl;
        CheckUrls(urls);

        var (kind, count) = chosen ?? (SessionHosts.Nodes, DefaultCount);
        return new LaunchPlan(kind, count, urls, cluster, settings);
    }

    /// <summary>An address of the front door that this machine can call: the first one, with a wildcard host replaced.</summary>
    public Uri FrontDoor
    {
        get
        {
            var address = BindingAddress.Parse(Urls.Split(';', StringSplitOptions.TrimEntries)[0]);
            var host = address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host;
            return new Uri($"{address.Scheme}://{host}:{address.Port}/");
        }
    }

    /// <summary>What a host is called: <c>node</c> or <c>silo</c>.</summary>
    public string HostName => Hosts == SessionHosts.Nodes ? "node" : "silo";

    /// <summary>Addresses for the nodes: the first ports after the front door's that are free now.</summary>
    public IEnumerable<string> FreeNodeUrls() => Enumerable.Range(FrontDoor.Port + 1, ushort.MaxValue - FrontDoor.Port).Where(LocalPort.IsFree).Take(Count)
        .Select(static port => string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}"));

    private static SessionHosts? HostsOf(string option) => option.ToLowerInvariant() switch
    {
        NodesOption => SessionHosts.Nodes,
        SilosOption => SessionHosts.Silos,
        _ => null,
    };

    private static (string Name, string? Value) Split(string arg)
    {
        if (!arg.StartsWith("--", StringComparison.Ordinal))
            throw new StartRefusedException($"'{arg}' is not understood: see cluster --help.");

        var cut = arg.IndexOf('=', StringComparison.Ordinal);
        return cut < 0 ? (arg, null) : (arg[..cut], arg[(cut + 1)..]);
    }

    private static int ParseCount(string option, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MaxCount
            ? count
            : throw new StartRefusedException($"{option} is '{value}': a whole number from 1 to {MaxCount}.");

    /// <summary>Settings need a section, so that a misspelt option of the command is not silently passed on.</summary>
    private static string CheckSetting(string name)
    {
        if (!name.Contains(':', StringComparison.Ordinal) && !name.Equals("--PathBase", StringComparison.OrdinalIgnoreCase))
            throw new StartRefusedException($"the option '{name}' is unknown: see cluster --help.");

        var key = name[2..];
        if (key.Equals("Cluster:Mode", StringComparison.OrdinalIgnoreCase))
            throw new StartRefusedException("Cluster:Mode is Localhost in a local cluster: leave it out.");

        if (key.Equals("Cluster:Role", StringComparison.OrdinalIgnoreCase))
            throw new StartRefusedException($"Cluster:Role differs from process to process in a local cluster: leave it out, and choose with {NodesOption} or {SilosOption}.");

        if (key.Equals("Cluster:SiloPort", StringComparison.OrdinalIgnoreCase) || key.Equals("Cluster:GatewayPort", StringComparison.OrdinalIgnoreCase))
            throw new StartRefusedException($"{key} belongs to one process: here each takes the next free ports, so leave it out.");

        return name;
    }

    /// <summary>Rejects port 0: only the front door would know the port that the system chooses.</summary>
    private static void CheckUrls(string urls)
    {
        ListenAddresses.RefuseTaken(urls);
        if (urls.Split(';', StringSplitOptions.RemoveEmptyEntries).Any(static url => BindingAddress.Parse(url.Trim()).Port == 0))
            throw new StartRefusedException("--urls has port 0: name one from 1 to 65535.");
    }
}

/// <summary>What hosts the sessions of a local cluster, behind its front door.</summary>
internal enum SessionHosts : byte
{
    /// <summary>Nodes, which could answer requests too.</summary>
    Nodes = 0,

    /// <summary>Silos, which host sessions only.</summary>
    Silos = 1,
}
