using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace SessionGrains.Quarantine;

/// <summary>
/// The unreadable records that this silo has met: each is logged and counted once, and listed for operators. In memory: what is met again after a
/// restart is listed again. Thread-safe.
/// </summary>
public sealed partial class RecordQuarantine(TimeProvider time, ILogger<RecordQuarantine> logger)
{
    /// <summary>Records that a silo lists; of more, those met last.</summary>
    public const int MaxListed = 1_000;

    /// <summary>What was not met again for so long is listed no more: it expired, or was written anew. A session's records are met once an hour, by the sweep.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(25);

    /// <summary>Records that a silo remembers to have logged; further ones are counted only.</summary>
    public const int MaxLogged = 10_000;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (QuarantinedRecord Record, long LastMetAtMs)> _listed = [];
    private readonly Queue<string> _order = new();
    private readonly HashSet<string> _met = [];
    private readonly long[] _counts = new long[RecordKinds.Names.Count];

    /// <summary>Records listed now.</summary>
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

    /// <summary>How many records of a kind this silo has met.</summary>
    public long Met(RecordKind kind) => Volatile.Read(ref _counts[(int)kind]);

    /// <summary>A record was met that cannot be read.</summary>
    public void Record(UnreadableRecord record)
    {
        var hash = HashOf(record);
        lock (_lock)
        {
            Enlist(record, hash);
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

    /// <summary>What is in quarantine, the record met first comes first.</summary>
    public QuarantinedRecord[] List()
    {
        lock (_lock)
        {
            ForgetOld();
            return [.. _listed.Values.Select(static one => one.Record).OrderBy(static record => record.FirstSeenAtMs)];
        }
    }

    /// <summary>The matter of a session is closed; false: there was none here.</summary>
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

    /// <summary>Whether it is the id of a session: 64 lower-case hexadecimal digits.</summary>
    internal static bool IsSessionId(string key) => key.Length == 64 && !key.AsSpan().ContainsAnyExcept(LowerHex);

    /// <summary>Who knows a session's id may write to it, so the log gets this.</summary>
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

    private void Enlist(in UnreadableRecord record, string hash)
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

        // What was purged stays in the queue until its turn comes.
        while (_order.Count > 2 * MaxListed)
        {
            _listed.Remove(_order.Dequeue());
        }

        _order.Enqueue(hash);
        _listed[hash] = (new(IsSessionId(record.Key) ? record.Key : null, record.Kind, record.Reason, now, record.Bytes, hash), now);
    }

    [LoggerMessage(1041, LogLevel.Error, "A stored record cannot be read: {Kind} {KeyHash}, {Reason}, {Bytes} bytes. Its session is answered 503, all others go on; see /api/v1/quarantine.")]
    private partial void LogUnreadable(string kind, string keyHash, string reason, long bytes);

    [LoggerMessage(1042, LogLevel.Error, "{Most} stored records could not be read: further ones are counted (sessiongrains.records.unreadable) and not logged.")]
    private partial void LogNoMore(int most);
}
