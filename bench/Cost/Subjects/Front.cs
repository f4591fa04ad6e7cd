using SessionGrains.TestKit;

namespace SessionGrains.Bench.Cost;

/// <summary>What stands between players and the processes of a subject.</summary>
internal enum FrontKind
{
    None,

    /// <summary>HAProxy that balances connections. Servers would see its address instead of the players'.</summary>
    Tcp,

    /// <summary>As <see cref="Sticky"/>, but without keeping sessions to their node.</summary>
    Http,

    /// <summary>The HAProxy of docker-compose.yml: connections are kept, and a session keeps to the node that started it.</summary>
    Sticky,

    /// <summary>The nginx that docker-compose.yml had before: a connection to the server for each request.</summary>
    Nginx,
}

/// <summary>Starts the proxy before a subject's processes.</summary>
internal static class Front
{
    public const string Role = "front";

    /// <summary>The program of this front; null where it is not installed.</summary>
    public static string? Program(FrontKind kind) => Executables.Find(kind == FrontKind.Nginx ? "nginx" : "haproxy");

    public static SubjectProcess Start(FrontKind kind, Cores cores, string folder, IPEndPoint address, IReadOnlyList<IPEndPoint> servers)
    {
        var program = Program(kind) ?? throw new InvalidOperationException($"There is no program for the front {kind}.");
        var file = Path.Combine(folder, "front.conf");
        File.WriteAllText(file, kind switch
        {
            FrontKind.Nginx => Nginx(folder, address, servers),
            FrontKind.Tcp => Tcp(address, servers),
            _ => Deployed(folder, address, servers, isSticky: kind == FrontKind.Sticky),
        });
        return SubjectProcess.Start(Role, cores, program, kind == FrontKind.Nginx ? ["-p", folder, "-c", file] : ["-db", "-f", file], folder);
    }

    /// <summary>The file that docker-compose.yml mounts, with these addresses.</summary>
    private static string Deployed(string folder, IPEndPoint address, IReadOnlyList<IPEndPoint> servers, bool isSticky)
    {
        File.WriteAllText(Path.Combine(folder, "unavailable.http"), Read("unavailable.http"));
        var text = FrontConfiguration.Of(Read("haproxy.cfg"), address.ToString(), servers.Select(static server => server.ToString()));
        return isSticky ? text : string.Join('\n', text.Split('\n').Where(static line => !line.Trim().StartsWith("stick", StringComparison.Ordinal)));
    }

    private static string Tcp(IPEndPoint address, IReadOnlyList<IPEndPoint> servers) => $"""
        defaults
            mode tcp
            timeout connect 300ms
            timeout client 130s
            timeout server 130s
        listen players
            bind {address}
            balance leastconn
        {string.Join('\n', servers.Select(static (server, number) => $"    server node{number + 1} {server}"))}

        """;

    private static string Nginx(string folder, IPEndPoint address, IReadOnlyList<IPEndPoint> servers) => $$"""
        daemon off;
        master_process off;
        pid {{folder}}/nginx.pid;
        error_log stderr emerg;
        events { worker_connections 8192; }
        http {
            access_log off;
            keepalive_requests 1000000;
            server {
                listen {{address}};
                set $api http://{{servers[0]}};
                proxy_http_version 1.1;
                proxy_set_header Connection "";
                proxy_set_header Host $http_host;
                proxy_set_header X-Forwarded-For $remote_addr;
                proxy_set_header X-Forwarded-Host $http_host;
                proxy_set_header X-Forwarded-Proto $scheme;
                proxy_buffering off;
                proxy_request_buffering off;
                location / { proxy_pass $api; }
            }
        }

        """;

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Front).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
