using SessionGrains.Silo.Clustering.Localhost;

namespace SessionGrains.Api.LocalCluster;

/// <summary>The table of processes that is printed when a local cluster is up.</summary>
internal static class ClusterTable
{
    public static string Render(LaunchPlan plan, IReadOnlyList<LocalSilo> members, IReadOnlyList<ChildProcess> silos, ChildProcess frontDoor)
    {
        var text = new StringBuilder().AppendLine();
        Row("process", "pid", "silo port", "gateway");
        foreach (var silo in silos)
        {
            var member = members.FirstOrDefault(member => member.ProcessId == silo.Id);
            Row(silo.Name, Number(silo.Id), Number(member.Port), Number(member.GatewayPort));
        }

        Row(frontDoor.Name, Number(frontDoor.Id), plan.Urls, "");
        return text
            .AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"The cluster '{plan.Cluster.ClusterId}' is up: {plan.FrontDoor}")
            .AppendLine(CultureInfo.InvariantCulture, $"Add a silo:  dotnet run --no-build --project src/Silo{Settings(plan)}")
            .Append("Ctrl-C ends them all.")
            .ToString();

        void Row(string process, string pid, string port, string gateway) =>
            text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"  {process,-8} {pid,8}   {port,-10} {gateway}").TrimEnd());
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The settings that a silo added by hand needs.</summary>
    private static string Settings(LaunchPlan plan) => plan.Settings.Count == 0 ? "" : $" -- {string.Join(' ', plan.Settings)}";
}
