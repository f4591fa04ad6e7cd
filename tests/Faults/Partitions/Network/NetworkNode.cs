namespace SessionGrains.Faults.Tests;

/// <summary>A machine of the network, as far as a process can tell: a network namespace with one address.</summary>
internal sealed class NetworkNode(string name, string address, string networkNamespace)
{
    /// <summary>Of our rules about what comes in. What a node sends is lost on its way, so it is dropped where it arrives.</summary>
    private const string Chain = "FAULTS";

    public string Name => name;

    public string Address => address;

    public string Namespace => networkNamespace;

    /// <summary>Starts a program on this machine.</summary>
    public RunningProcess Start(string program, IEnumerable<string> args) =>
        RunningProcess.StartFile(ProgramPath.Find("nsenter")!, [$"--net=/run/netns/{networkNamespace}", program, .. args]);

    public void Prepare()
    {
        Filter("-N", Chain);
        Filter("-I", "INPUT", "-j", Chain);
    }

    /// <summary>Of what <paramref name="sender"/> sends, this share is lost, 0 to 1.</summary>
    public void Lose(NetworkNode sender, double share) => Filter(
        ["-A", Chain, "-s", sender.Address, .. share < 1 ? ["-m", "statistic", "--mode", "random", "--probability", FormattableString.Invariant($"{share}")] : Array.Empty<string>(), "-j", "DROP"]);

    public void LoseNothing() => Filter("-F", Chain);

    /// <summary>Connections to a port of another node go to one of the host from now on.</summary>
    public void Redirect(NetworkNode to, int port, string host, int hostPort) => Filter(
        "-t", "nat", "-A", "OUTPUT", "-p", "tcp", "-d", to.Address, "--dport", $"{port}", "-j", "DNAT", "--to-destination", $"{host}:{hostPort}");

    private void Filter(params string[] rule) => SystemCommand.Run("nsenter", [$"--net=/run/netns/{networkNamespace}", ProgramPath.Find("iptables") ?? "iptables", "-w", .. rule]);
}
