using System.Collections.Concurrent;
using SessionGrains.Exports;

namespace SessionGrains.Grains.Tests;

/// <summary>A sink that keeps what it is given, as files are kept: what is written again under the same numbers replaces what was there.</summary>
internal sealed class RecordingSinks : IExportSinks, IExportSink
{
    public const string Name = "lake";

    /// <summary>A second sink, whose exporter the tests of the first leave alone.</summary>
    public const string OtherName = "other";

    private readonly ConcurrentDictionary<(long First, long Last), string[]> _files = new();
    private readonly ConcurrentDictionary<long, ExportClaim> _claims = new();
    private int _writes;

    public ExportOptions Options { get; } = new() { Kind = "Recording", Window = TimeSpan.FromMinutes(1), MaxSessions = 10 };

    public IReadOnlyDictionary<string, ExportOptions> All => new Dictionary<string, ExportOptions> { [Name] = Options, [OtherName] = Options };

    /// <summary>What happens before and after a write; it may throw.</summary>
    public Func<ExportWindow, bool, Task> OnWrite { get; set; } = static (_, _) => Task.CompletedTask;

    /// <summary>What happens in the middle of a write, until it is interrupted.</summary>
    public Func<CancellationToken, Task> WhileWriting { get; set; } = static _ => Task.CompletedTask;

    /// <summary>What happens before and after the sink takes something back; it may throw.</summary>
    public Func<ExportRewind, bool, Task> OnTakeBack { get; set; } = static (_, _) => Task.CompletedTask;

    /// <summary>Whether it is as a receiver that can take nothing back.</summary>
    public bool IsReceiver { get; set; }

    /// <summary>The numbers that windows before do not have in the list.</summary>
    public long Unlisted { get; set; }

    public int Writes => _writes;

    /// <summary>Windows that were written again with other sessions than at first.</summary>
    public ConcurrentBag<string> Changed { get; } = [];

    public IReadOnlyList<(long First, long Last)> Windows => [.. _files.Keys.Order()];

    public IEnumerable<string> Sessions => _files.OrderBy(static file => file.Key).SelectMany(static file => file.Value);

    public IExportSink Open(string name) => name == Name ? this : new Nowhere();

    public async Task WriteAsync(ExportWindow window, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _writes);
        await OnWrite(window, false);
        await WhileWriting(cancellationToken);
        string[] sessions = [.. window.Reports.Select(static report => report.SessionId ?? report.Session.SessionId)];
        var kept = _files.GetOrAdd((window.Claim.First, window.Claim.Last), sessions);
        if (!kept.SequenceEqual(sessions))
            Changed.Add($"{window.Claim}: {kept.Length} and {sessions.Length}");
        _claims[window.Claim.First] = window.Claim;
        await OnWrite(window, true);
    }

    /// <summary>What erasing does; it may throw.</summary>
    public Func<ErasedSessions, Task> OnErase { get; set; } = static _ => Task.CompletedTask;

    public ConcurrentQueue<ErasedSessions> Erased { get; } = new();

    public async Task EraseAsync(ErasedSessions sessions, CancellationToken cancellationToken)
    {
        await OnErase(sessions);
        Erased.Enqueue(sessions);
    }

    public IAsyncEnumerable<ExportClaim>? ReadWindows(string sink, CancellationToken cancellationToken) =>
        IsReceiver ? null : _claims.Values.Where(claim => claim.First > Unlisted).OrderByDescending(static claim => claim.First).ToAsyncEnumerable();

    public async Task TakeBackAsync(string sink, ExportRewind rewind, CancellationToken cancellationToken)
    {
        await OnTakeBack(rewind, false);
        await WhileWriting(cancellationToken);
        foreach (var claim in _claims.Values.Where(claim => !IsReceiver && claim.First > rewind.Sessions && claim.Epoch < rewind.Epoch))
        {
            _claims.TryRemove(claim.First, out _);
            _files.TryRemove((claim.First, claim.Last), out _);
        }

        await OnTakeBack(rewind, true);
    }

    private sealed class Nowhere : IExportSink
    {
        public Task EraseAsync(ErasedSessions sessions, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task WriteAsync(ExportWindow window, CancellationToken cancellationToken) => Task.CompletedTask;

        public IAsyncEnumerable<ExportClaim>? ReadWindows(string sink, CancellationToken cancellationToken) => null;

        public Task TakeBackAsync(string sink, ExportRewind rewind, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
