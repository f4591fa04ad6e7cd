namespace SessionGrains.Abuse.Tests;

/// <summary>A client with a few addresses that counts what it sent and the answers.</summary>
internal sealed class Attacker(int port, Complaints complaints) : IDisposable
{
    private const int Addresses = 4;
    private const int UnitBytes = 64 * 1024;

    /// <summary>A line and headers of a request, about.</summary>
    private const int HeaderBytes = 200;

    private static readonly int[] Documented = [201, 204, 400, 404, 408, 410, 413, 415, 429, 503];

    private readonly TrackingServer[] _addresses = [.. Enumerable.Range(0, Addresses).Select(number => Loopback.Reach(port, Loopback.Hostile(number)))];
    private readonly ConcurrentDictionary<int, int> _statuses = new();
    private int _requests;
    private long _wireBytes;
    private long _plainBytes;
    private long _keptBytes;
    private int _kept;
    private int _events;
    private int _units;

    public int Port => port;

    public int Requests => _requests;

    /// <summary>Bytes sent, headers included.</summary>
    public long WireBytes => _wireBytes;

    /// <summary>The same, decompressed.</summary>
    public long PlainBytes => _plainBytes;

    /// <summary>Requests that were answered 2xx, and their decompressed bytes.</summary>
    public (int Requests, long Bytes) Kept => (_kept, _keptBytes);

    /// <summary>Requests, a bigger one counted as often as it has 64 KiB.</summary>
    public int Units => _units;

    public int Events => _events;

    public string Answers => string.Join(", ", _statuses.OrderBy(static one => one.Key).Select(static one => $"{one.Key}: {one.Value}"));

    public int Of(int status) => _statuses.GetValueOrDefault(status);

    public void Dispose() => Array.ForEach(_addresses, static one => one.Dispose());

    /// <summary>What is not sent as a request here but costs as much.</summary>
    public void CountConnection(int bytes)
    {
        Interlocked.Increment(ref _units);
        Interlocked.Increment(ref _requests);
        Interlocked.Add(ref _wireBytes, bytes);
        Interlocked.Add(ref _plainBytes, bytes);
    }

    public Task<Answer> PostAsync(string path, string body, int events = 1) => PostAsync(path, new Body(EventText.Utf8(body), events));

    public async Task<Answer> PostAsync(string path, Body body)
    {
        var number = Interlocked.Increment(ref _requests);
        Interlocked.Add(ref _wireBytes, body.Bytes.Length + HeaderBytes);
        Interlocked.Add(ref _plainBytes, body.PlainBytes);
        Interlocked.Add(ref _units, (int)Math.Max(1, body.PlainBytes / UnitBytes));
        Interlocked.Add(ref _events, body.Events);
        var answer = await _addresses[number % Addresses].PostAsync(path, body.Bytes, body.Encoding);
        _statuses.AddOrUpdate(answer.Code, 1, static (_, count) => count + 1);
        if (answer.Code / 100 == 2)
        {
            Interlocked.Increment(ref _kept);
            Interlocked.Add(ref _keptBytes, body.PlainBytes);
        }
        else if (!Documented.Contains(answer.Code))
        {
            complaints.Add($"the attacker was answered {(answer.Code == 0 ? "nothing" : answer.Code)}", path);
        }

        return answer;
    }

    /// <summary>Opens a session; null when it was refused.</summary>
    public async Task<string?> OpenAsync(string start) => (await PostAsync("/api/v1/sessions", start)).Location;

    public Task SendAsync(string session, string body) => PostAsync(session + "/events", body);

    /// <summary>Sends each of the requests, some at a time.</summary>
    public static Task AtOnceAsync<T>(IEnumerable<T> requests, Func<T, Task> send, int atATime = 32) => Parallel.ForEachAsync(
        requests, new ParallelOptions { MaxDegreeOfParallelism = atATime }, async (request, _) => await send(request));
}

/// <summary>A body as it is sent.</summary>
/// <param name="Bytes">Compressed, if it has a coding.</param>
/// <param name="Events">How many events it has.</param>
/// <param name="Encoding">Content-Encoding; null: plain.</param>
/// <param name="Plain">Decompressed bytes; null: as sent.</param>
internal sealed record Body(byte[] Bytes, int Events = 1, string? Encoding = null, long? Plain = null)
{
    public long PlainBytes => Plain ?? Bytes.Length;

    public static Body Brotli(string text, int events = 1)
    {
        var plain = EventText.Utf8(text);
        return new(Coding.ToBrotli(plain), events, Coding.Brotli, plain.Length);
    }
}
