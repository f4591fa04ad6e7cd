using System.Net.Http.Headers;
using System.Runtime.CompilerServices;

namespace SessionGrains.Faults.Tests;

/// <summary>The Redis of docker-compose.yml, by the script that starts it there: one user with few rights.</summary>
[Collection(FaultRuns.Name)]
public sealed class RedisUserTests : IAsyncLifetime
{
    private const string Password = "9f8e7d6c5b4a39281706f5e4d3c2b1a0";
    private const string Key = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";

    private readonly string _folder = Directory.CreateTempSubdirectory("sg-redis-").FullName;
    private readonly int _port = FreePort.Next();
    private Process? _redis;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_redis is not null)
        {
            _redis.Kill();
            await _redis.WaitForExitAsync();
            _redis.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [RedisFact]
    public async Task A_cluster_does_all_it_has_to_with_the_rights_of_its_user()
    {
        _redis = Start(Password);
        await Deadline.UntilAsync(async () => await SendAsync("PING") is { Length: > 0 }, () => "Redis did not start");
        await using var service = await ServiceUnderTest.StartAsync(
            ServiceUnderTest.NewFolder(),
            new ServiceShape(2, 1, "--Cluster:Mode=Redis", "--Cluster:AdvertisedNetwork=127.0.0.0/8", $"--ConnectionStrings:Redis=127.0.0.1:{_port},user=session-grains,password={Password}", $"--Operator:ApiKey={Key}"));
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{service.Ports[0]}") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);

        using var server = new TrackingServer([service.Ports[0]]);
        for (var i = 0; i < 10; i++)
        {
            var (session, answer) = await SteppedSession.OpenAsync(server, "film");
            Assert.True(session is not null, $"{answer}");
            Assert.Equal(204, await session.SendAsync("sessionEnd"));
        }

        await Deadline.UntilAsync(
            async () => (await http.GetStringAsync(new Uri("/api/v1/reports?limit=100", UriKind.Relative))).Split("\"sessionId\"").Length == 11,
            () => $"not all reports are there. {service.KeepOutput()}");
        Assert.DoesNotContain("NOPERM", service.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("warn: SessionGrains.Silo.Storage", service.Output, StringComparison.Ordinal);
        service.AssertNothingLeaked();
    }

    [RedisTheory]
    [InlineData("SessionGrains.Api", "")]
    [InlineData("SessionGrains.Api", ",user=session-grains,password=wrong")]
    [InlineData("SessionGrains.Silo", "")]
    public async Task A_process_without_the_password_is_refused_in_one_line(string program, string credentials)
    {
        _redis = Start(Password);
        await Deadline.UntilAsync(async () => await SendAsync("PING") is { Length: > 0 }, () => "Redis did not start");

        using var process = RunningProcess.Start(program, ["--Cluster:Mode=Redis", "--Cluster:AdvertisedNetwork=127.0.0.0/8", "--urls=http://127.0.0.1:0",
            $"--Operator:ApiKey={Key}", $"--ConnectionStrings:Redis=127.0.0.1:{_port}{credentials}"]);

        Assert.Equal(1, await process.WaitForExitAsync());
        Assert.Equal($"Cannot start: Redis at 127.0.0.1:{_port} refuses the user or password of ConnectionStrings:Redis.", process.Output);
    }

    [RedisTheory]
    [InlineData("")]
    [InlineData("with a space")]
    [InlineData("with,comma")]
    public async Task Without_a_password_that_goes_into_a_connection_string_Redis_does_not_start(string password)
    {
        _redis = Start(password);

        var said = await _redis.StandardError.ReadToEndAsync();
        await _redis.WaitForExitAsync();

        Assert.Equal(1, _redis.ExitCode);
        Assert.StartsWith("Set REDIS_PASSWORD in .env", said, StringComparison.Ordinal);
        _redis.Dispose();
        _redis = null;
    }

    [RedisFact]
    public async Task A_stranger_in_the_same_network_gets_nothing_out_of_Redis()
    {
        _redis = Start(Password);
        await Deadline.UntilAsync(async () => await SendAsync("PING") is { Length: > 0 }, () => "Redis did not start");

        foreach (var command in new[] { "PING", "INFO", "GET {sg:session-grains}:layout", "FLUSHALL", "CONFIG GET *" })
            Assert.StartsWith("-NOAUTH", await SendAsync(command), StringComparison.Ordinal);
        foreach (var command in new[] { "KEYS *", "FLUSHALL", "CONFIG SET save 1", "SET foo bar", "SHUTDOWN", "REPLICAOF 192.0.2.1 6379", "SCRIPT FLUSH", "ACL LIST", "MONITOR" })
            Assert.StartsWith("-NOPERM", await SendAsync($"AUTH session-grains {Password}", command), StringComparison.Ordinal);
    }

    private Process Start(string password)
    {
        var script = new ProcessStartInfo("sh", [Script(), "--port", $"{_port}", "--bind", "127.0.0.1", "--dir", _folder, "--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction", "--save", ""])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        script.Environment["REDIS_PASSWORD"] = password;
        script.Environment["TMPDIR"] = _folder;
        return Process.Start(script)!;
    }

    private Task<string?> SendAsync(params string[] commands) => RedisLine.SendAsync(_port, commands);

    private static string Script([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../deploy/redis/start.sh"));
}
