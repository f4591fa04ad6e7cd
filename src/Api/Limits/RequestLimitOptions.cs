namespace SessionGrains.Api.Limits;

/// <summary>How many requests of players one front door handles at a time: the <c>Door</c> section of the configuration.</summary>
internal sealed class RequestLimitOptions
{
    public const string Section = "Door";

    /// <summary>The smallest <see cref="MaxReceivingBytes"/>: enough for one compressed array of the largest size, compressed and decompressed.</summary>
    public const long MinReceivingBytes = 4 * 1024 * 1024;

    private const int ShareOfMemory = 16;

    /// <summary>
    /// Requests of players that one front door processes at a time (<see cref="WorkLimiter"/>). Beyond it pings get 503, and beyond an eighth more all other events
    /// too. At least 1. Default 5,000: what two busy cores process in about a second, so admitted requests are answered in time.
    /// </summary>
    public int MaxConcurrentRequests { get; set; } = 5_000;

    /// <summary>
    /// Bodies that may be received at a time, of requests that arrived without theirs (<see cref="ReceivingLimiter"/>); further ones get 503. At least 1.
    /// Default 10,000.
    /// </summary>
    public int MaxReceivingBodies { get; set; } = 10_000;

    /// <summary>
    /// Bytes that bodies may hold at a time, from their arrival to the response (<see cref="ReceivingLimiter"/>); requests beyond it get 503. At least 4 MiB.
    /// Default (null): a sixteenth of the memory that the process may use.
    /// </summary>
    public long? MaxReceivingBytes { get; set; }

    /// <summary>
    /// Connections that may be open at a time; further ones are closed at once. At least 1, at most what the process has file descriptors for. Default (null):
    /// 40,000, of which one address always gets a quarter, enough for 10,000 viewers; fewer where memory or descriptors are short (<see cref="ConnectionCapacity"/>).
    /// </summary>
    public int? MaxConnections { get; set; }

    /// <summary><see cref="MaxConnections"/> or its default.</summary>
    internal int Connections => MaxConnections ?? ConnectionCapacity.Of().Default;

    /// <summary><see cref="MaxReceivingBytes"/> or its default.</summary>
    internal long ReceivingBytes =>
        MaxReceivingBytes ?? Math.Max(MinReceivingBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / ShareOfMemory);
}

/// <summary>Validates that every limit has its minimum, and that connections fit the file descriptors.</summary>
internal sealed class RequestLimitOptionsValidator : IValidateOptions<RequestLimitOptions>
{
    public ValidateOptionsResult Validate(string? name, RequestLimitOptions options)
    {
        string[] wrong =
        [
            .. AtLeast(nameof(options.MaxConcurrentRequests), options.MaxConcurrentRequests, 1),
            .. AtLeast(nameof(options.MaxConnections), options.MaxConnections ?? 1, 1),
            .. WithinDescriptors(options.MaxConnections ?? 1, ConnectionCapacity.Of()),
            .. AtLeast(nameof(options.MaxReceivingBodies), options.MaxReceivingBodies, 1),
            .. AtLeast(nameof(options.MaxReceivingBytes), options.ReceivingBytes, RequestLimitOptions.MinReceivingBytes),
        ];
        return wrong.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static string[] WithinDescriptors(int connections, ConnectionCapacity room) =>
        connections <= room.MaxByFiles
            ? []
            : [$"{RequestLimitOptions.Section}:{nameof(RequestLimitOptions.MaxConnections)} is {connections}: this process may have {room.OpenFiles} files open, which is enough for {room.MaxByFiles} connections. Raise that limit (ulimit -n, LimitNOFILE= of systemd, ulimits of Docker) or set less."];

    private static string[] AtLeast(string setting, long value, long least) =>
        value >= least ? [] : [$"{RequestLimitOptions.Section}:{setting} is {value}: it must be at least {least}."];
}
