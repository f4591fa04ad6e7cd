using Microsoft.Extensions.Options;

namespace SessionGrains.Api.Limits;

/// <summary>How much of players' requests one front door takes on at a time: the <c>Door</c> section of the configuration.</summary>
internal sealed class RequestLimitOptions
{
    public const string Section = "Door";

    /// <summary>The least <see cref="MaxReceivingBytes"/>: room for one compressed array of the largest size, compressed and not.</summary>
    public const long LeastReceivingBytes = 4 * 1024 * 1024;

    private const int ShareOfMemory = 16;

    /// <summary>
    /// Requests of players that one front door works on at a time (<see cref="WorkLimiter"/>); beyond them pings are answered 503, beyond an eighth
    /// more all other events too. From 1. Default 5,000: what two busy cores answer in about a second, so whoever gets a place is answered in time.
    /// </summary>
    public int MaxConcurrentRequests { get; set; } = 5_000;

    /// <summary>
    /// Bodies that may be on their way at a time, of requests that came without theirs (<see cref="ReceivingLimiter"/>); a further one is answered 503.
    /// From 1. Default 10,000.
    /// </summary>
    public int MaxReceivingBodies { get; set; } = 10_000;

    /// <summary>
    /// Bytes that bodies may take at a time, from their arrival to the answer (<see cref="ReceivingLimiter"/>); whoever goes beyond is answered 503.
    /// From 4 MiB. Default (null): a sixteenth of the memory that the process may use.
    /// </summary>
    public long? MaxReceivingBytes { get; set; }

    /// <summary>
    /// Connections that may be open at a time; a further one is closed at once. From 1, and no more than the process has descriptors for. Default (null): 40,000, a
    /// quarter of which, which one address has even when more than half are open, is what 10,000 viewers behind it take; fewer where memory or descriptors are
    /// short (<see cref="ConnectionCapacity"/>).
    /// </summary>
    public int? MaxConnections { get; set; }

    /// <summary><see cref="MaxConnections"/> or its default.</summary>
    internal int Connections => MaxConnections ?? ConnectionCapacity.Of().Default;

    /// <summary><see cref="MaxReceivingBytes"/> or its default.</summary>
    internal long ReceivingBytes =>
        MaxReceivingBytes ?? Math.Max(LeastReceivingBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / ShareOfMemory);
}

/// <summary>Nobody can be served with less.</summary>
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
            .. AtLeast(nameof(options.MaxReceivingBytes), options.ReceivingBytes, RequestLimitOptions.LeastReceivingBytes),
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
