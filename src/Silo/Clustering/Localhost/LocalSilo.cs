using Orleans.Runtime;

namespace SessionGrains.Silo.Clustering.Localhost;

/// <summary>A silo of a local cluster as a person looks at it.</summary>
internal readonly record struct LocalSilo(int ProcessId, int Port, int GatewayPort)
{
    /// <summary>The silos that are members now. One that was killed is among them until the others have declared it dead.</summary>
    public static IReadOnlyList<LocalSilo> Members(MembershipFile file) => file.Read(static command => command.ReadRows(
        $"SELECT pid, address, gateway_port FROM silos WHERE status = {(int)SiloStatus.Active} ORDER BY address",
        static row => new LocalSilo(row.GetInt32(0), SiloAddress.FromParsableString(row.GetString(1)).Endpoint.Port, row.GetInt32(2))));
}
