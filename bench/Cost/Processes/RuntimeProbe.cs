namespace SessionGrains.Bench.Cost;

/// <summary>Asks the runtime inside a subject, through the hook of <c>bench/Probe</c>, what it has allocated and holds.</summary>
internal sealed class RuntimeProbe(string folder)
{
    /// <summary>What makes the runtime of a subject load the hook.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["DOTNET_STARTUP_HOOKS"] = Executables.Probe,
        ["SESSION_GRAINS_BENCH_PROBES"] = folder,
    };

    /// <summary>With <paramref name="collect"/> the heap is what a full collection leaves.</summary>
    public async Task<RuntimeReading> ReadAsync(int processId, bool collect = false)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(folder, $"{processId}")));
        await socket.SendAsync(collect ? "c"u8.ToArray() : "r"u8.ToArray());
        var answer = new byte[128];
        var length = await socket.ReceiveAsync(answer);
        var numbers = Encoding.ASCII.GetString(answer, 0, length).Split(' ').Select(static number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return new RuntimeReading(numbers[0], numbers[1], numbers[2]);
    }
}

/// <summary>Since the start: bytes allocated, and µs spent on compiling; now: bytes of the managed heap.</summary>
internal sealed record RuntimeReading(long AllocatedBytes, long HeapBytes, long CompilerMicroseconds);
