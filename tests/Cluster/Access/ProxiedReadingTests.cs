using System.Runtime.CompilerServices;

namespace SessionGrains.Cluster.Tests;

/// <summary>
/// The real program in Production behind real proxies with their shortest configurations. Those send <c>Host: localhost</c> and no forwarding header
/// from this machine, so that nothing of a request tells it from one that was made at the machine itself.
/// </summary>
[Collection(ProcessTests.Name)]
public sealed class ProxiedReadingTests : TestMachine
{
    private const string NoSession = "/api/v1/sessions/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private const string Start = """{"playerTime":{"playhead":0,"ts":1793000000000},"eventType":"sessionStart","params":{"analytics.trackingServer":"t","analytics.reportSuite":"r","analytics.visitorId":"v","visitor.marketingCloudOrgId":"o","media.id":"m","media.length":60,"media.contentType":"vod","media.playerName":"p","media.channel":"c"}}""";

    private static readonly string[] Targets =
    [
        "/metrics", "/metrics/", "/orleans", "/orleans/", "/orleans/version", "/api/v1/live", "/api/v1/live/", "/api/v1/live/history", "/api/v1/live/stream", "/api/v1/reports",
        "/api/v1/reports?wait=1", "/api/v1/sessions", "/api/v1/operator/session", "/API/v1/Live", "/api/v1/%6cive", "/api/v1/x/../live", NoSession, NoSession + "/", NoSession + "/stream",
    ];

    /// <summary>Another loopback address than the proxies', because what a trusted one claims is believed.</summary>
    private const string Caller = "127.0.0.9";

    private static readonly string[] Claims =
    [
        "X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1;host=localhost;proto=http", "X-Real-IP: 127.0.0.1", "Authorization: Bearer wrong-key-of-a-stranger", "Cookie: session-grains-operator=operator.9999999999.AAAA",
    ];

    [ProxyTheory]
    [InlineData("nginx")]
    [InlineData("haproxy")]
    [InlineData("tcp")]
    public async Task Without_a_key_nothing_is_read_and_players_play(string kind)
    {
        var (server, front) = (FreePort.Next(), FreePort.Next());
        Run(RunningProcess.Start("SessionGrains.Api", [$"--urls=http://localhost:{server}", "--Storage:Provider=Memory", $"--Storage:Sqlite:Path={Folder}/sessions.db"]));
        using var forwarder = kind == "tcp" ? new TcpForwarder(front, server) : null;
        if (kind != "tcp")
            Run(await StartProxyAsync(kind, front, server));
        await Deadline.UntilAsync(() => IsReadyAsync(front), () => "nothing answers behind the proxy");

        foreach (var target in Targets)
        {
            Assert.Equal((target, 401), (target, await AskAsync(front, "GET", target)));

            // A path of players shows its methods to everyone.
            Assert.Equal((target, target == "/api/v1/sessions" ? 405 : 401), (target, await AskAsync(front, "HEAD", target)));
        }

        foreach (var method in new[] { "OPTIONS", "PUT", "DELETE" })
            Assert.Equal((method, 401), (method, await AskAsync(front, method, "/api/v1/reports", "Content-Length: 0")));
        foreach (var claim in Claims)
            Assert.Equal((claim, 401), (claim, await AskAsync(front, "GET", "/api/v1/live", claim)));
        Assert.Equal(401, await AskAsync(front, "GET", $"http://localhost:{front}/metrics"));
        Assert.Contains(await AskAsync(front, "GET", $"http://localhost:{server}/metrics"), new[] { 400, 401 });
        Assert.Contains(await AskAsync(front, "GET", "//metrics"), new[] { 401, 404 });
        Assert.Contains(await AskAsync(front, "GET", "/api//v1/live"), new[] { 401, 404 });

        using var player = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{front}") };
        using var body = new StringContent(Start, Encoding.UTF8, "application/json");
        using var opened = await player.PostAsync(new Uri("/api/v1/sessions", UriKind.Relative), body);
        Assert.Equal(201, (int)opened.StatusCode);
        var session = opened.Headers.Location!.OriginalString;
        Assert.Equal(401, await AskAsync(front, "GET", session));

        var key = (await File.ReadAllTextAsync(Path.Combine(Folder, "operator.key"))).Trim();
        Assert.Equal(200, await AskAsync(front, "GET", session, $"Authorization: Bearer {key}"));
        Assert.Equal(200, await AskAsync(front, "GET", "/health/live"));
    }

    [ProxyTheory]
    [InlineData("nginx", "\n    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_set_header X-Forwarded-Proto https;")]
    [InlineData("haproxy", "\n  option forwardfor\n  http-request set-header X-Forwarded-Proto https")]
    public async Task Behind_a_trusted_proxy_the_caller_is_known_and_the_cookie_is_Secure(string kind, string forwarding)
    {
        var (server, front) = (FreePort.Next(), FreePort.Next());
        const string Key = RunningProcess.OperatorKey;
        var program = Run(RunningProcess.Start("SessionGrains.Api",
            [$"--urls=http://localhost:{server}", "--Storage:Provider=Memory", $"--Operator:ApiKey={Key}", "--Proxy:Trusted=127.0.0.1,::1"]));
        Run(await StartProxyAsync(kind, front, server, forwarding));
        await Deadline.UntilAsync(() => IsReadyAsync(front), () => "nothing answers behind the proxy");

        // What the client claims stands to the left of what the proxy heard.
        var answer = await SendAsync(front, "GET", "/api/v1/live", $"Authorization: Bearer {Key}", "X-Forwarded-For: 203.0.113.7");
        var login = await SendAsync(front, "POST", "/api/v1/operator/session", $"Content-Length: {$$"""{"key":"{{Key}}"}""".Length}\r\n\r\n{$$"""{"key":"{{Key}}"}"""}");

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Contains("; secure;", login, StringComparison.OrdinalIgnoreCase);
        await program.WaitForLineAsync($"key 'operator': GET /api/v1/live from {Caller}");
        Assert.DoesNotContain(Key, program.Output, StringComparison.Ordinal);
    }

    /// <summary>The block of docs/access.md as it stands there, but for TLS, names and ports.</summary>
    [ProxyTheory]
    [InlineData("nginx")]
    public async Task The_nginx_configuration_of_the_documentation_works(string kind)
    {
        var (server, front) = (FreePort.Next(), FreePort.Next());
        const string Key = RunningProcess.OperatorKey;
        var program = Run(RunningProcess.Start("SessionGrains.Api",
            [$"--urls=http://localhost:{server}", "--Storage:Provider=Memory", $"--Operator:ApiKey={Key}", "--Proxy:Trusted=127.0.0.1,::1"]));
        var text = await File.ReadAllTextAsync(Documentation());
        var block = text[(text.IndexOf("```nginx\n", StringComparison.Ordinal) + "```nginx\n".Length)..];
        var lines = block[..block.IndexOf("```", StringComparison.Ordinal)].Split('\n').Where(static line => !line.Contains("ssl", StringComparison.Ordinal) && !line.Contains("server_name", StringComparison.Ordinal));
        var site = string.Join('\n', lines).Replace("server {", $"server {{ listen 127.0.0.1:{front};", StringComparison.Ordinal).Replace("127.0.0.1:8080", $"127.0.0.1:{server}", StringComparison.Ordinal);
        var file = Path.Combine(Folder, "site.conf");
        await File.WriteAllTextAsync(file, $"daemon off; master_process off; pid {Folder}/nginx.pid; error_log stderr; events {{}}\nhttp {{\n{site}\n}}\n");
        Run(RunningProcess.StartFile(ProgramPath.Find(kind)!, ["-p", Folder, "-c", file]));
        await Deadline.UntilAsync(() => IsReadyAsync(front), () => "nothing answers behind the proxy");

        Assert.Equal(401, await AskAsync(front, "GET", "/api/v1/live"));
        Assert.Equal(200, await AskAsync(front, "GET", "/api/v1/live", $"Authorization: Bearer {Key}", "X-Forwarded-For: 203.0.113.7"));
        await program.WaitForLineAsync($"key 'operator': GET /api/v1/live from {Caller}");
    }

    private static string Documentation([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/access.md"));

    private async Task<RunningProcess> StartProxyAsync(string kind, int port, int target, string forwarding = "")
    {
        var file = Path.Combine(Folder, kind + ".conf");
        if (kind == "nginx")
        {
            // The first line keeps it in the foreground and in this folder; the second is the shortest that serves a site.
            await File.WriteAllTextAsync(file, $$"""
                daemon off; master_process off; pid {{Folder}}/nginx.pid; error_log stderr; events {}
                http { access_log off; server { listen 127.0.0.1:{{port}}; location / { proxy_pass http://localhost:{{target}};{{forwarding}} } } }
                """);
            return RunningProcess.StartFile(ProgramPath.Find(kind)!, ["-p", Folder, "-c", file]);
        }

        await File.WriteAllTextAsync(file, $"""
            defaults
              mode http
              timeout connect 5s
              timeout client 30s
              timeout server 30s
            listen all
              bind 127.0.0.1:{port}{forwarding}
              server one 127.0.0.1:{target}

            """);
        return RunningProcess.StartFile(ProgramPath.Find(kind)!, ["-db", "-f", file]);
    }

    private static async Task<int> AskAsync(int port, string method, string target, params string[] headers) =>
        int.Parse((await SendAsync(port, method, target, headers))[9..12], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Byte for byte, because a client library tidies up what it is told to ask. Returns what comes until the headers end.</summary>
    private static async Task<string> SendAsync(int port, string method, string target, params string[] headers)
    {
        using var patience = new CancellationTokenSource(Deadline.Patience);
        using var tcp = new TcpClient(new IPEndPoint(IPAddress.Parse(Caller), 0));
        await tcp.ConnectAsync("127.0.0.1", port, patience.Token);
        var stream = tcp.GetStream();
        var head = string.Concat(headers.Select(static header => header + "\r\n"));
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{method} {target} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n{head}\r\n"), patience.Token);

        var (text, buffer) = (new StringBuilder(), new byte[4096]);
        while (!text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(buffer, patience.Token) is not (> 0 and var count))
                break;
            text.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        return text.ToString();
    }
}
