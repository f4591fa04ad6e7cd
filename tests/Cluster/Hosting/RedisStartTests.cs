namespace SessionGrains.Cluster.Tests;

public sealed class RedisStartTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_Redis_that_does_not_answer_stops_the_start_of_silo_and_front_door_with_one_line(bool silo)
    {
        using var host = Build(silo, new() { ["ConnectionStrings:Redis"] = "127.0.0.1:1,connectTimeout=500,password=secret" });

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => Check(host));

        Assert.Contains("Redis at 127.0.0.1:1", refused.Message);
        Assert.DoesNotContain("secret", refused.Message);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_a_server_named_the_start_says_what_to_set(bool silo)
    {
        using var host = Build(silo, []);

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => Check(host));

        Assert.StartsWith("ConnectionStrings:Redis is not set", refused.Message);
    }

    [Fact]
    public void A_silo_refuses_a_port_on_which_another_program_listens()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var refused = Assert.Throws<StartRefusedException>(() => Build(silo: true, new() { ["Cluster:GatewayPort"] = $"{port}" }));

        Assert.StartsWith($"TCP port {port} (Cluster:GatewayPort) is taken", refused.Message);
    }

    [Theory]
    [InlineData("Cluster:AdvertisedIPAddress", "my-host")]
    [InlineData("Shutdown:Timeout", "00:00:00")]
    [InlineData("Storage:Provider", "Sqlite")]
    public void A_wrong_setting_is_told_by_its_name(string key, string value)
    {
        var refused = Assert.Throws<StartRefusedException>(() => Build(silo: true, new() { [key] = value }));

        Assert.Contains(key, refused.Message);
        Assert.Contains(value, refused.Message);
    }

    private static IHost Build(bool silo, Dictionary<string, string?> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([
            new("Cluster:Mode", "Redis"), new("Cluster:AdvertisedIPAddress", "127.0.0.1"), new("Cluster:SiloPort", "1"), new("Cluster:GatewayPort", "2")]);
        builder.Configuration.AddInMemoryCollection(settings);
        if (silo)
            builder.AddSessionSilo();
        else
            builder.AddSessionClient();
        return builder.Build();
    }

    private static async Task Check(IHost host)
    {
        foreach (var check in host.Services.GetServices<IStartCheck>())
            await check.CheckAsync(CancellationToken.None);
    }
}
