namespace SessionGrains.Faults.Tests;

/// <summary>All connections within a network lead through proxies from the start, so that they can become slow without breaking.</summary>
internal sealed class Proxies : IDisposable
{
    private readonly List<SlowProxy> _proxies = [];

    /// <param name="network">Nobody has connected in it yet.</param>
    /// <param name="listeners">The ports that nodes listen on.</param>
    public Proxies(FaultNetwork network, params IEnumerable<(string Node, int Port)> listeners)
    {
        foreach (var (name, port) in listeners)
        {
            var target = network[name];
            var proxy = new SlowProxy(network.HostAddress, new IPEndPoint(IPAddress.Parse(target.Address), port), caller => DelayOf(network, caller, name));
            _proxies.Add(proxy);
            proxy.Start();
            foreach (var caller in network.Nodes.Where(node => node != target))
                caller.Redirect(target, port, network.HostAddress, proxy.Port);
        }
    }

    public void Dispose() => _proxies.ForEach(static proxy => proxy.Dispose());

    private static TimeSpan DelayOf(FaultNetwork network, string callerAddress, string target)
    {
        var caller = network.Nodes.First(node => node.Address == callerAddress).Name;
        return network.Delays.Where(one => (one.Call.From ?? caller) == caller && (one.Call.To ?? target) == target).Select(static one => one.Delay).DefaultIfEmpty().Max();
    }
}
