using SessionGrains.Silo.Startup;
using StackExchange.Redis;

namespace SessionGrains.Silo.Redis;

/// <summary>Connects to the Redis server that everything in a process shares.</summary>
internal static class RedisServer
{
    public const string ConnectionStringName = "Redis";

    /// <summary>
    /// Parses <c>ConnectionStrings:Redis</c>. Options that it does not set get values that end a call within the 5 s of a request: a call without a connection fails at once, and a
    /// lost connection is retried every second.
    /// </summary>
    /// <exception cref="StartRefusedException">It is missing or malformed.</exception>
    public static ConfigurationOptions Parse(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
            throw new StartRefusedException($"ConnectionStrings:{ConnectionStringName} is not set: name the Redis server, for example localhost:6379.");

        try
        {
            var options = ConfigurationOptions.Parse(connectionString);
            options.BacklogPolicy = BacklogPolicy.FailFast;
            options.ReconnectRetryPolicy = new LinearRetry(1000);

            // For the first connection only, at the start; afterwards it reconnects by itself. A refused connection fails at once; a slow one gets four times the
            // connect timeout.
            options.AbortOnConnectFail = true;
            options.ConnectRetry = 4;
            if (!Sets(connectionString, "connectTimeout"))
                options.ConnectTimeout = 2500;
            if (!Sets(connectionString, "asyncTimeout"))
                options.AsyncTimeout = 3000;
            if (!Sets(connectionString, "syncTimeout"))
                options.SyncTimeout = 3000;
            options.ClientName ??= "session-grains";
            return options;
        }
        catch (ArgumentException e)
        {
            throw new StartRefusedException($"ConnectionStrings:{ConnectionStringName} cannot be read: {e.Message}", e);
        }
    }

    /// <exception cref="StartRefusedException">The server does not answer, or rejects the password.</exception>
    public static IConnectionMultiplexer Connect(ConfigurationOptions options)
    {
        try
        {
            return ConnectionMultiplexer.Connect(options);
        }
        catch (RedisConnectionException e)
        {
            // Never the connection string, which contains the password.
            var servers = string.Join(", ", options.EndPoints.Select(EndPointCollection.ToString));
            throw new StartRefusedException(IsAboutPassword(e)
                ? $"Redis at {servers} refuses the user or password of ConnectionStrings:{ConnectionStringName}."
                : $"Redis at {servers} (ConnectionStrings:{ConnectionStringName}) does not answer: start it or correct the address.", e);
        }
    }

    private static bool IsAboutPassword(RedisConnectionException e) =>
        e.FailureType == ConnectionFailureType.AuthenticationFailure
        || e.ToString().Contains("NOAUTH", StringComparison.Ordinal)
        || e.ToString().Contains("WRONGPASS", StringComparison.Ordinal)
        || e.Message.Contains("authentication failure", StringComparison.OrdinalIgnoreCase);

    private static bool Sets(string connectionString, string option) => connectionString.Contains(option + "=", StringComparison.OrdinalIgnoreCase);
}
