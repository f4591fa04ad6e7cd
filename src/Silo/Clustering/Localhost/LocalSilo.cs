using Orleans.Runtime;

namespace SessionGrains.Silo.Clustering.Localhost;

/// <summary>A silo of a local cluster, for display.</summary>
internal readonly record struct LocalSilo(int ProcessId, int Port, int GatewayPort)
{
    /// <summary>The current members. A killed silo is among them until the others have declared it dead.</summary>
    public static IReadOnlyList<LocalSilo> Members(MembershipFile file) => file.Read(static command => command.ReadRows(
        $"SELECT pid, address, gateway_port FROM silos WHERE status = {(int)SiloStatus.Active} ORDER BY address",
        static row => new LocalSilo(row.GetInt32(0), SiloAddress.FromParsableString(row.GetString(1)).Endpoint.Port, row.GetInt32(2))));
}
