using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace SessionGrains.Grains.Tests.Sessions;

public sealed class ScopelessSessionsTests
{
    [Fact]
    public async Task Sessions_share_the_services_of_their_silo_and_other_grains_have_a_scope_each()
    {
        await using var cluster = await SessionCluster.Start();

        Assert.Same(Services("session", "1"), Services("session", "2"));
        Assert.NotSame(Services("live-counts", "1"), Services("live-counts", "2"));

        // Shared, it would be the context of whichever session came first.
        Assert.Throws<InvalidOperationException>(() => Services("session", "3").GetService<IGrainContext>());

        IServiceProvider Services(string type, string key)
        {
            var silo = cluster.Silos.Silos[0];
            var address = new GrainAddress { GrainId = GrainId.Create(type, key), ActivationId = ActivationId.NewId(), SiloAddress = silo.SiloAddress };
            return silo.ServiceProvider.GetRequiredService<GrainContextActivator>().CreateInstance(address).ActivationServices;
        }
    }
}
