using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Orleans;
using SessionGrains.Live;
using SessionGrains.Messages;
using SessionGrains.Sessions;
using SessionGrains.Silo.Hosting;

namespace SessionGrains.Stores.Tests;

public sealed class SqliteMinutesTests : StoredMinutesTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sg-minutes-").FullName;

    public override Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private protected override Task<Dictionary<string, string?>> OpenAsync() => Task.FromResult(new Dictionary<string, string?>
    {
        ["Storage:Provider"] = "Sqlite",
        ["Storage:Sqlite:Path"] = Path.Combine(_folder, "sessions.db"),
    });
}

[NeedsRedis]
public sealed class RedisMinutesTests : StoredMinutesTests
{
    private RedisProcess? _redis;

    public override async Task DisposeAsync() => await (_redis?.DisposeAsync() ?? ValueTask.CompletedTask);

    private protected override async Task<Dictionary<string, string?>> OpenAsync()
    {
        _redis = await RedisProcess.StartAsync();
        return new() { ["Storage:Provider"] = "Redis", ["ConnectionStrings:Redis"] = _redis.ConnectionString };
    }
}

/// <summary>The minutes of the live counts over a restart of everything.</summary>
public abstract class StoredMinutesTests : IAsyncLifetime
{
    private static readonly LiveKey Film = new(LiveKind.Title, "film");

    private readonly FakeTimeProvider _time = new(new(2026, 11, 24, 12, 0, 5, TimeSpan.Zero));
    private Dictionary<string, string?> _settings = [];

    public async Task InitializeAsync() => _settings = await OpenAsync();

    public abstract Task DisposeAsync();

    [StoreFact]
    public async Task A_restart_of_everything_loses_at_most_the_minute_under_way()
    {
        LiveMinute[] before;
        using (var silo = await StartAsync())
        {
            await silo.Services.GetRequiredService<IGrainFactory>().GetGrain<ISessionGrain>(new string('a', 64)).Start(Start());
            before = await MinutesAsync(silo, static minutes => minutes.Length >= 3);
            await silo.StopAsync();
        }

        using (var silo = await StartAsync())
        {
            var after = await MinutesAsync(silo, static minutes => minutes.Length >= 2);

            Assert.Equal(before[..2], after[..2]);
            Assert.Equal((1, 1), (after[0].Starts, after[0].PeakViewers));
            Assert.InRange(after[0].Open, 0.5f, 1f);
            await silo.StopAsync();
        }
    }

    private protected abstract Task<Dictionary<string, string?>> OpenAsync();

    private static Messages.StartRequest Start() => new()
    {
        Body = "{}"u8.ToArray(),
        Ts = 1_793_000_000_000,
        Playhead = 0,
        MediaId = Film.Id,
        Channel = "films",
        PlayerName = "web",
        ContentType = "vod",
        LengthSeconds = 60,
    };

    private async Task<IHost> StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(_settings);
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.AddSessionSilo();
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    /// <summary>Lets time pass until the title's minutes are so; fails after a minute of real time.</summary>
    private async Task<LiveMinute[]> MinutesAsync(IHost silo, Func<LiveMinute[], bool> areSo)
    {
        var reader = silo.Services.GetRequiredService<IGrainFactory>().GetGrain<ILiveReader>(LivePartitions.Of(Film));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (true)
        {
            var minutes = (await reader.Minutes(Film)).Minutes;
            if (areSo(minutes))
                return minutes;

            _time.Advance(TimeSpan.FromMilliseconds(500));
            await look.WaitForNextTickAsync(patience.Token);
        }
    }
}
