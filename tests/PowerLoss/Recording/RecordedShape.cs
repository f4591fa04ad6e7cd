namespace SessionGrains.PowerLoss.Tests;

/// <summary>What is recorded.</summary>
/// <param name="Redis">Settings of the <c>redis-server</c>; null for Sqlite.</param>
/// <param name="Settings">Of the server, as <c>--Section:Key=value</c>.</param>
internal sealed record RecordedShape(string[]? Redis, params string[] Settings)
{
    /// <summary>What the database may grow to: small, so that the log is merged and begun anew several times in a run.</summary>
    public const long MaxBytes = 64 << 20;

    public static RecordedShape Sqlite { get; } = new((string[]?)null);

    public static RecordedShape RedisAlways { get; } = new(["--appendonly", "yes", "--appendfsync", "always"]);

    public static RecordedShape RedisEverySecond { get; } = new(["--appendonly", "yes", "--appendfsync", "everysec"]);

    /// <summary>The real server with a bug in its store.</summary>
    public static RecordedShape With(Plant plant) => Sqlite with
    {
        Environment = new()
        {
            ["DOTNET_STARTUP_HOOKS"] = typeof(PlantedBackend).Assembly.Location,
            [PlantedBackend.Variable] = $"{plant}",
        },
    };

    public bool IsRedis => Redis is not null;

    public Dictionary<string, string> Environment { get; init; } = [];

    /// <summary>Calls that the recorder answers in the kernel's place; null: none.</summary>
    public string? Injected { get; init; }
}
