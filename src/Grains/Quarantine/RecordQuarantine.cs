using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace SessionGrains.Quarantine;

/// <summary>
/// The unreadable records that this silo has met. Each is logged and counted once, and listed for operators. In memory: after a restart, records are listed
/// when they are met again. Thread-safe.
/// </summary>
public sealed partial class RecordQuarantine(TimeProvider time, ILogger<RecordQuarantine> logger)
{
    /// <summary>Maximum number of records that a silo lists; the oldest are removed first.</summary>
    public const int MaxListed = 1_000;

    /// <summary>A record not met for this time is no longer listed: it has expired or was rewritten. The sweep meets a session's records every hour.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(25);

    /// <summary>Maximum number of records that a silo logs; further ones are only counted.</summary>
    public const int MaxLogged = 10_000;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (QuarantinedRecord Record, long LastMetAtMs)> _listed = [];
    private readonly Queue<string> _order = new();
    private readonly HashSet<string> _met = [];
    private readonly long[] _counts = new long[RecordKinds.Names.Count];

    /// <summary>Number of listed records.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                ForgetOld();
                return _listed.Count;
            }
        }
    }

    /// <summary>Number of records of a kind that this silo has met.</summary>
    public long CountMet(RecordKind kind) => Volatile.Read(ref _counts[(int)kind]);

    /// <summary>Records an unreadable record.</summary>
    public void Record(UnreadableRecord record)
    {
        var hash = HashOf(record);
        lock (_lock)
        {
            AddToList(record, hash);
            if (_met.Contains(hash))
            {
                return;
            }

            _counts[(int)record.Kind]++;
            if (_met.Count >= MaxLogged)
            {
                return;
            }

            _met.Add(hash);
        }

        LogUnreadable(record.Kind.Name(), hash, record.Reason, record.Bytes);
        if (_met.Count == MaxLogged)
        {
            LogNoMore(MaxLogged);
        }
    }

    /// <summary>The listed records, the one met first comes first.</summary>
    public QuarantinedRecord[] List()
    {
        lock (_lock)
        {
            ForgetOld();
            return [.. _listed.Values.Select(static one => one.Record).OrderBy(static record => record.FirstSeenAtMs)];
        }
    }

    /// <summary>Removes a session from the list. False if it was not listed here.</summary>
    public bool Close(string sessionId)
    {
        lock (_lock)
        {
            var closed = _listed.Where(one => one.Value.Record.SessionId == sessionId).Select(static one => one.Key).ToArray();
            foreach (var hash in closed)
            {
                _listed.Remove(hash);
                _met.Remove(hash);
            }

            return closed.Length > 0;
        }
    }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Whether the key is a session id: 64 lower-case hexadecimal digits.</summary>
    internal static bool IsSessionId(string key) => key.Length == 64 && !key.AsSpan().ContainsAnyExcept(LowerHex);

    /// <summary>The log gets this hash, because anyone who knows a session's id can write to the session.</summary>
    private static string HashOf(in UnreadableRecord record) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{record.Kind.Name()}:{record.Key}")).AsSpan(0, 8));

    private void ForgetOld()
    {
        var since = NowMs - (long)Retention.TotalMilliseconds;
        foreach (var (hash, _) in _listed.Where(one => one.Value.LastMetAtMs < since).ToArray())
        {
            _listed.Remove(hash);
        }
    }

    private void AddToList(in UnreadableRecord record, string hash)
    {
        var now = NowMs;
        if (_listed.TryGetValue(hash, out var listed))
        {
            _listed[hash] = (listed.Record, now);
            return;
        }

        while (_listed.Count >= MaxListed && _order.TryDequeue(out var oldest))
        {
            _listed.Remove(oldest);
        }

        // Closed records stay in the queue until their turn comes.
        while (_order.Count > 2 * MaxListed)
        {
            _listed.Remove(_order.Dequeue());
        }

        _order.Enqueue(hash);
        _listed[hash] = (new(IsSessionId(record.Key) ? record.Key : null, record.Kind, record.Reason, now, record.Bytes, hash), now);
    }

    [LoggerMessage(1041, LogLevel.Error, "A stored record cannot be read: {Kind} {KeyHash}, {Reason}, {Bytes} bytes. Requests for its session are answered 503, all others work; see /api/v1/quarantine.")]
    private partial void LogUnreadable(string kind, string keyHash, string reason, long bytes);

    [LoggerMessage(1042, LogLevel.Error, "{Max} stored records could not be read: further ones are counted (sessiongrains.records.unreadable) but not logged.")]
    private partial void LogNoMore(int max);
}
