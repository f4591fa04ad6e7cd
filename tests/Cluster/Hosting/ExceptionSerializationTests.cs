using Orleans.Runtime;
using Orleans.Serialization;
using Polly.Timeout;

namespace SessionGrains.Cluster.Tests;

public sealed class ExceptionSerializationTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void That_no_silo_was_found_in_time_can_be_told_from_silo_to_front_door(bool isSilo)
    {
        var builder = Host.CreateApplicationBuilder(["--Cluster:Mode=Redis", "--Cluster:AdvertisedIPAddress=127.0.0.1", $"--Cluster:SiloPort={FreePort.Next()}", $"--Cluster:GatewayPort={FreePort.Next()}"]);
        _ = isSilo ? builder.AddSessionSilo() : builder.AddSessionClient();
        using var host = builder.Build();
        var serializer = host.Services.GetRequiredService<Serializer>();

        var told = serializer.Deserialize<Exception>(serializer.SerializeToArray<Exception>(new OrleansException("no place", new TimeoutRejectedException("too long"))));

        Assert.IsType<TimeoutRejectedException>(Assert.IsType<OrleansException>(told).InnerException);
    }
}
