using SessionGrains.Api.Startup;
using SessionGrains.Silo.Clustering.Localhost;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Api.LocalCluster;

/// <summary>The table of processes that is printed when a local cluster is up.</summary>
internal static class ClusterTable
{
    public static string Render(LaunchPlan plan, IReadOnlyList<LocalSilo> members, IReadOnlyList<ChildProcess> hosts, IReadOnlyList<string> nodeUrls, ChildProcess frontDoor)
    {
        var text = new StringBuilder().AppendLine();
        Row("process", "pid", "silo port", "gateway", "HTTP");
        for (var i = 0; i < hosts.Count; i++)
        {
            var host = hosts[i];
            var member = members.FirstOrDefault(member => member.ProcessId == host.Id);
            Row(host.Name, Number(host.Id), Number(member.Port), Number(member.GatewayPort), nodeUrls.ElementAtOrDefault(i) ?? "");
        }

        Row(frontDoor.Name, Number(frontDoor.Id), "", "", plan.Urls);
        return text
            .AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"The cluster '{plan.Cluster.ClusterId}' is up: {plan.FrontDoor}")
            .AppendLine(CultureInfo.InvariantCulture, $"Add a {plan.HostName}:  {Program(plan)}")
            .Append("Ctrl-C ends them all.")
            .ToString();

        void Row(string process, string pid, string port, string gateway, string http) =>
            text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"  {process,-8} {pid,8}   {port,-10} {gateway,-8} {http}").TrimEnd());
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>With <c>dotnet run</c>, which starts the Development environment, a further host has to be in it too.</summary>
    private static string Command(bool isNode) => (isNode, StartedAs.FromSource) switch
    {
        (_, true) => $"dotnet run --no-build --project src/{(isNode ? "Api" : "Silo")} --",
        (true, _) when ProgramForm.IsTool => ProgramForm.ToolCommand,
        _ => ChildProcess.CommandOf(isNode ? RunningCluster.NodeProgram : RunningCluster.SiloProgram),
    };

    /// <summary>The program and settings of a host that is added by hand.</summary>
    private static string Program(LaunchPlan plan)
    {
        var isNode = plan.Hosts == SessionHosts.Nodes;
        string[] settings = [.. isNode ? ["--Cluster:Mode=Localhost", $"--urls={plan.FreeNodeUrls().First()}"] : Array.Empty<string>(), .. plan.Settings];
        return $"{Command(isNode)}{string.Concat(settings.Select(static setting => $" {setting}"))}";
    }
}
