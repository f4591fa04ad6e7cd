namespace SessionGrains.Cluster.Tests;

[Collection(ProcessTests.Name)]
public sealed class TlsClusterTests : TestMachine, IDisposable
{
    private const string TellAttempts = "--Logging:LogLevel:SessionGrains.Silo.Hosting.ConnectionRetryFilter=Debug";

    // "Authentication failed", or "timed out" where the stranger hung up before the silo's half of the handshake had left.
    private const string Warning = "warn: Orleans.Connections.Security";
    private const string FailedAttempt = "An attempt to reach the cluster failed";

    private readonly TestAuthority _authority;
    private readonly TestAuthority _other;

    public TlsClusterTests() => (_authority, _other) = (new(Folder, "ours"), new(Folder, "theirs"));

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Silos_and_a_front_door_with_certificates_of_one_authority_are_a_cluster()
    {
        var silos = await StartSilosAsync(2);
        var port = FreePort.Next();
        var door = Run(RunningProcess.FrontDoor(Folder, port, _authority.Arguments("door")));
        await Deadline.UntilAsync(() => IsReadyAsync(port), () => $"the front door did not reach the cluster\n{door.Output}");

        // Enough that both silos get some, and that either calls the other.
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        for (var i = 0; i < 20; i++)
            Assert.Equal(HttpStatusCode.Created, await StartSessionAsync(http));

        Assert.Equal(silos.Select(static silo => silo.Id).Order(), MemberIds().Order());
        Assert.DoesNotContain("Authentication", door.Output + silos[0].Output + silos[1].Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_health_check_of_a_silo_shakes_hands_and_leaves_no_warning()
    {
        var silo = (await StartSilosAsync(1)).Single();
        var gateway = silo.Output.Split("gateway ")[1].Split(',')[0];
        string[] check = ["--healthcheck", $"--Cluster:GatewayPort={gateway}"];

        Assert.Equal(0, await Run(RunningProcess.Silo(Folder, [.. check, .. _authority.Arguments("probe")])).WaitForExitAsync());
        Assert.DoesNotContain(Warning, silo.Output, StringComparison.Ordinal);

        // A stranger leaves one for each connection that it tries.
        Assert.Equal(1, await Run(RunningProcess.Silo(Folder, [.. check, .. _other.Arguments("stranger")])).WaitForExitAsync());
        await silo.WaitForLineAsync(Warning);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_front_door_of_another_authority_or_without_TLS_reaches_no_silo(bool plain)
    {
        var silo = (await StartSilosAsync(1)).Single();
        var port = FreePort.Next();

        var stranger = Run(RunningProcess.FrontDoor(Folder, port, [TellAttempts, .. plain ? [] : _other.Arguments("stranger")]));
        await stranger.WaitForLineAsync(FailedAttempt);

        Assert.False(await IsReadyAsync(port));
        Assert.False(silo.HasExited);
        Assert.Equal([silo.Id], MemberIds());
    }

    [Trait(Tier.Name, Tier.Nightly)]
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_silo_of_another_authority_or_without_TLS_does_not_join(bool plain)
    {
        var silo = (await StartSilosAsync(1)).Single();

        // It may write into the table of members, but whoever is there refuses its connection, gets no answer from it either and declares it dead.
        var stranger = Run(RunningProcess.Silo(Folder, plain ? [] : _other.Arguments("stranger")));
        Assert.NotEqual(0, await stranger.WaitForExitAsync());

        Assert.DoesNotContain("Silo up", stranger.Output, StringComparison.Ordinal);
        Assert.Equal([silo.Id], MemberIds());
    }

    [Fact]
    public async Task A_silo_whose_certificate_has_expired_says_so_in_one_line()
    {
        var (certificate, key, _) = _authority.Issue("expired", from: -20, until: -1);

        var silo = Run(RunningProcess.Silo(Folder, $"--Cluster:Tls:Certificate={certificate}", $"--Cluster:Tls:Key={key}", $"--Cluster:Tls:CertificateAuthority={_authority.Root}"));

        Assert.Equal(1, await silo.WaitForExitAsync());
        Assert.StartsWith($"Cannot start: Cluster:Tls:Certificate '{certificate}' expired on ", silo.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', silo.Output);
    }

    private async Task<RunningProcess[]> StartSilosAsync(int count)
    {
        var silos = Enumerable.Range(0, count).Select(i => Run(RunningProcess.Silo(Folder, _authority.Arguments($"silo{i}")))).ToArray();
        foreach (var silo in silos)
            await silo.WaitForLineAsync("Silo up");
        return silos;
    }

    private static async Task<HttpStatusCode> StartSessionAsync(HttpClient http)
    {
        using var body = new StringContent("""
            {"eventType":"sessionStart","playerTime":{"playhead":0,"ts":1700000000000},"params":{"media.id":"a","media.length":60,"media.contentType":"vod",
             "media.playerName":"web","media.channel":"c","analytics.trackingServer":"example.com","analytics.reportSuite":"s","visitor.marketingCloudOrgId":"o"}}
            """, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("/api/v1/sessions", UriKind.Relative), body);
        return answer.StatusCode;
    }
}
