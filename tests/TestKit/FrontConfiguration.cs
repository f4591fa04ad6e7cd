namespace SessionGrains.TestKit;

/// <summary>The configuration of HAProxy that docker-compose.yml mounts, for servers whose addresses are known.</summary>
internal static class FrontConfiguration
{
    /// <param name="deployed">The text of deploy/haproxy/haproxy.cfg.</param>
    /// <param name="listen">Where it listens, such as <c>127.0.0.1:8080</c>.</param>
    /// <param name="servers">The addresses of its servers, instead of those that Docker's DNS knows.</param>
    public static string Of(string deployed, string listen, IEnumerable<string> servers) => string.Join('\n', deployed.Split('\n').SelectMany(line => line.Trim() switch
    {
        "bind :8080" => [$"    bind {listen}"],

        // Fewer open files than HAProxy would ask for.
        "maxconn 8000" => ["    maxconn 2000"],
        var one when one.StartsWith("server-template ", StringComparison.Ordinal) => Servers(servers, one),
        _ => (IEnumerable<string>)[line],
    }));

    private static IEnumerable<string> Servers(IEnumerable<string> servers, string template)
    {
        var options = template.Split(' ').Skip(4).TakeWhile(static option => option != "resolvers");
        return servers.Select((server, number) => $"    server node{number + 1} {server} {string.Join(' ', options)}");
    }
}
