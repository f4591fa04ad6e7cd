namespace SessionGrains.Faults.Tests;

/// <summary>
/// Some machines on one switch, to which the host is connected too. The switch has a namespace of its own, because the host may filter what crosses its
/// own bridges (as docker has it do).
/// </summary>
internal sealed class FaultNetwork : IDisposable
{
    private const string Switch = "switch";
    private const int FirstNode = 10;

    private readonly NetworkSlot _slot = NetworkSlot.Take();
    private readonly Dictionary<string, NetworkNode> _nodes = [];

    public FaultNetwork(params IEnumerable<string> names)
    {
        try
        {
            Build(names);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Null when this machine can have such a network; else the reason why not.</summary>
    public static string? Missing { get; } = Try();

    public NetworkNode this[string name] => _nodes[name];

    public IReadOnlyCollection<NetworkNode> Nodes => _nodes.Values;

    /// <summary>One-way delay of connections, by caller and callee. Only in a network with <see cref="Proxies"/>.</summary>
    public IReadOnlyCollection<(Way Call, TimeSpan Delay)> Delays { get; set; } = [];

    /// <summary>Where the nodes reach the host.</summary>
    public string HostAddress => _slot.Address(1);

    /// <summary>Empty at first, and removed with the network.</summary>
    public string Folder => _slot.Folder;

    public void LoseNothing()
    {
        foreach (var node in Nodes)
            node.LoseNothing();
    }

    public void Dispose() => _slot.Dispose();

    private void Build(IEnumerable<string> names)
    {
        var hub = AddNamespace(Switch);
        Ip("-n", hub, "link", "add", "name", Switch, "type", "bridge");
        Ip("-n", hub, "link", "set", "dev", Switch, "up");
        Ip("link", "add", "name", _slot.HostInterface, "type", "veth", "peer", "name", "host", "netns", hub);
        Ip("-n", hub, "link", "set", "dev", "host", "master", Switch, "up");
        Ip("address", "add", $"{HostAddress}/24", "dev", _slot.HostInterface);
        Ip("link", "set", "dev", _slot.HostInterface, "up");
        foreach (var name in names)
            _nodes.Add(name, AddNode(hub, name));
    }

    private NetworkNode AddNode(string hub, string name)
    {
        var inside = AddNamespace(name);
        var address = _slot.Address(FirstNode + _nodes.Count);
        Ip("link", "add", "name", "eth0", "netns", inside, "type", "veth", "peer", "name", name, "netns", hub);
        Ip("-n", hub, "link", "set", "dev", name, "master", Switch, "up");
        Ip("-n", inside, "address", "add", $"{address}/24", "dev", "eth0");
        Ip("-n", inside, "link", "set", "dev", "eth0", "up");
        var node = new NetworkNode(name, address, inside);
        node.Prepare();
        return node;
    }

    private string AddNamespace(string name)
    {
        var added = _slot.Namespace(name);
        Ip("netns", "add", added);
        Ip("-n", added, "link", "set", "dev", "lo", "up");
        return added;
    }

    private static void Ip(params string[] args) => SystemCommand.Run("ip", args);

    private static string? Try()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return "Only root on Linux can make network namespaces.";

        string[] missing = [.. new[] { "ip", "iptables", "nsenter" }.Where(static program => ProgramPath.Find(program) is null)];
        if (missing.Length > 0)
            return $"{string.Join(", ", missing)} not found: install iproute2, iptables and util-linux.";

        try
        {
            using var network = new FaultNetwork("a", "b");
            network["a"].Lose(network["b"], 0.5);
            network["a"].Redirect(network["b"], 1, network.HostAddress, 1);
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return $"This machine allows no network namespaces: {e.Message}";
        }
    }
}
