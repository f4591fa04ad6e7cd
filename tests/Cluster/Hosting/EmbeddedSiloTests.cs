using System.Net.NetworkInformation;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using SessionGrains.Messages;
using SessionGrains.Sessions;
using SessionGrains.Stores;

namespace SessionGrains.Cluster.Tests;

public sealed class EmbeddedSiloTests
{
    [Fact]
    public async Task Two_embedded_silos_live_in_one_process_and_know_nothing_of_each_other()
    {
        using var first = await StartAsync();
        using var second = await StartAsync();

        Assert.Single(await HostsAsync(first));
        Assert.Single(await HostsAsync(second));

        await Task.WhenAll(first.StopAsync(), second.StopAsync());
    }

    [Fact]
    public async Task The_cluster_is_reached_from_the_start_to_the_stop()
    {
        using var silo = await StartAsync();
        var reach = silo.Services.GetRequiredService<ClusterReach>();

        Assert.True(reach.IsReached);
        await silo.StopAsync();
        Assert.False(reach.IsReached);
    }

    [Fact]
    public async Task An_embedded_silo_listens_on_no_port()
    {
        using var silo = await StartAsync();
        var address = silo.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;

        Assert.DoesNotContain(IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners(), listener => listener.Port == address.Endpoint.Port);

        await silo.StopAsync();
    }

    [Fact]
    public async Task The_memory_store_keeps_a_record_and_refuses_a_second_first_write()
    {
        using var silo = await StartAsync();
        var store = silo.Services.GetRequiredKeyedService<IGrainStorage>(StoredRecordNames.StorageName);
        var session = GrainId.Create("session", new string('a', 64));
        var written = new GrainState<StartRecord>(new StartRecord { OpenedAtMs = 7, Request = Request() });

        await store.WriteStateAsync(StoredRecordNames.Start, session, written);
        var read = new GrainState<StartRecord>(new StartRecord());
        await store.ReadStateAsync(StoredRecordNames.Start, session, read);

        Assert.Equal(7, read.State!.OpenedAtMs);
        Assert.Equal("clip", read.State!.Request.MediaId);
        Assert.Equal(written.ETag, read.ETag);
        var again = new GrainState<StartRecord>(new StartRecord { OpenedAtMs = 8, Request = Request() });
        await Assert.ThrowsAnyAsync<InconsistentStateException>(() => store.WriteStateAsync(StoredRecordNames.Start, session, again));

        await silo.StopAsync();
    }

    [Fact]
    public async Task A_clock_registered_by_a_test_is_the_sessions_clock_and_a_day_in_one_step_disturbs_nothing()
    {
        var clock = new FakeTimeProvider();
        using var silo = await StartAsync(builder => builder.Services.AddSingleton<TimeProvider>(clock));

        Assert.Same(clock, silo.Services.GetRequiredService<TimeProvider>());
        var asked = HostsAsync(silo);
        clock.Advance(TimeSpan.FromDays(1));

        Assert.Single(await asked);
        Assert.Single(await HostsAsync(silo));

        await silo.StopAsync();
    }

    [Fact]
    public async Task Session_times_out_of_range_stop_the_start_and_say_what_to_set()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(builder =>
            builder.Configuration.AddInMemoryCollection([new("Sessions:IdleTimeout", "00:00:00"), new("Sessions:MaxAge", "8.00:00:00")])));

        Assert.Contains(refused.Failures, failure => failure.StartsWith("Sessions:IdleTimeout is 00:00:00", StringComparison.Ordinal));
        Assert.Contains(refused.Failures, failure => failure.StartsWith("Sessions:MaxAge is 8.00:00:00", StringComparison.Ordinal));
    }

    private static async Task<IHost> StartAsync(Action<HostApplicationBuilder>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        configure?.Invoke(builder);
        builder.AddSessionCluster();
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static async Task<IReadOnlyCollection<SiloAddress>> HostsAsync(IHost silo)
    {
        var management = silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);
        return (await management.GetHosts(onlyActive: true)).Keys;
    }

    private static StartRequest Request() => new()
    {
        Body = "{}"u8.ToArray(),
        Ts = 1,
        Playhead = 0,
        MediaId = "clip",
        Channel = "channel",
        PlayerName = "player",
        ContentType = "vod",
        LengthSeconds = 60,
    };
}
