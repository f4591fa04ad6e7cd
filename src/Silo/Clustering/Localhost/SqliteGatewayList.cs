using Orleans.Configuration;
using Orleans.Messaging;
using Orleans.Runtime;

namespace SessionGrains.Silo.Clustering.Localhost;

/// <summary>The gateways of a local cluster for front doors: the active rows of <see cref="MembershipFile"/>.</summary>
internal sealed class SqliteGatewayList(MembershipFile file, IOptions<GatewayOptions> options) : IGatewayListProvider
{
    public TimeSpan MaxStaleness => options.Value.GatewayListRefreshPeriod;

    public bool IsUpdatable => true;

    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    public Task<IList<Uri>> GetGateways() => Task.FromResult<IList<Uri>>(
    [
        .. file.Read(static command => command.ReadRows(SiloRow.SelectAll, static row => SiloRow.Read(row).Entry))
            .Where(static silo => silo.Status == SiloStatus.Active && silo.ProxyPort > 0)
            .Select(static silo => SiloAddress.New(silo.SiloAddress.Endpoint.Address, silo.ProxyPort, silo.SiloAddress.Generation).ToGatewayUri()),
    ]);
}
