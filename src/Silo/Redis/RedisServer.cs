using SessionGrains.Silo.Startup;
using StackExchange.Redis;

namespace SessionGrains.Silo.Redis;

/// <summary>The way to the Redis server that a process shares among everything that uses it.</summary>
internal static class RedisServer
{
    public const string ConnectionStringName = "Redis";

    /// <summary>
    /// Reads <c>ConnectionStrings:Redis</c>. What it does not say is set so that a call ends within the 5 s of a request: a call without a
    /// connection fails at once instead of waiting for one, and a lost connection is tried again every second.
    /// </summary>
    /// <exception cref="StartRefusedException">It is missing or cannot be read.</exception>
    public static ConfigurationOptions Parse(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
            throw new StartRefusedException($"ConnectionStrings:{ConnectionStringName} is not set: name the Redis server, for example localhost:6379.");

        try
        {
            var options = ConfigurationOptions.Parse(connectionString);
            options.BacklogPolicy = BacklogPolicy.FailFast;
            options.ReconnectRetryPolicy = new LinearRetry(1000);

            // Of the first connection only, which is the start; afterwards it comes back by itself. A server that refuses is known at once;
            // one that is slow to answer, or asked by a busy machine, has four times the connect timeout.
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

    /// <exception cref="StartRefusedException">Nobody answers there, or the password is wrong.</exception>
    public static IConnectionMultiplexer Connect(ConfigurationOptions options)
    {
        try
        {
            return ConnectionMultiplexer.Connect(options);
        }
        catch (RedisConnectionException e)
        {
            // Never the connection string itself: it holds the password.
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
