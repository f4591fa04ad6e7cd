using SessionGrains.Reports;

namespace SessionGrains.Exports;

/// <summary>Where closed sessions go.</summary>
public interface IExportSink
{
    /// <summary>
    /// Writes a window, and returns when it is durable. May be called again for the same claim, at the same time by another process too: it is then as if it had been called once, or a receiver can tell by ids what it has.
    /// </summary>
    /// <exception cref="SinkGoneException">The sink wants nothing more.</exception>
    /// <exception cref="Exception">It could not be written, or nobody knows; the exporter calls again.</exception>
    Task WriteAsync(ExportWindow window, CancellationToken cancellationToken);

    /// <summary>
    /// Erases sessions, or tells whoever has them, and returns when that is durable. A window that was read before and is written later must not bring them back. May be called again for the same
    /// sessions, and for some that never left.
    /// </summary>
    /// <exception cref="Exception">It could not be done, or nobody knows; the eraser calls again.</exception>
    Task EraseAsync(ErasedSessions sessions, CancellationToken cancellationToken);

    /// <summary>The windows that it has, the newest first, if it can only take back whole ones; null if sessions may come again from anywhere. Those that it does not know are left out.</summary>
    /// <param name="sink">The sink's name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    IAsyncEnumerable<ExportClaim>? ReadWindows(string sink, CancellationToken cancellationToken);

    /// <summary>
    /// Takes back all sessions after a place, and returns when that is durable. May be called again for the same place, until windows with a greater epoch have been written. A window with a lesser
    /// epoch that comes afterwards is refused, or found out.
    /// </summary>
    /// <param name="sink">The sink's name.</param>
    /// <param name="rewind">The place.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="Exception">It could not be done, or nobody knows; the exporter calls again.</exception>
    Task TakeBackAsync(string sink, ExportRewind rewind, CancellationToken cancellationToken);
}

/// <summary>The sinks of this process.</summary>
public interface IExportSinks
{
    /// <summary>The settings of the configured sinks by name.</summary>
    IReadOnlyDictionary<string, ExportOptions> All { get; }

    /// <summary>The sink of a configured name.</summary>
    IExportSink Open(string name);
}

/// <summary>What leaves at a time.</summary>
/// <param name="Sink">The sink's name.</param>
/// <param name="Claim">What was claimed.</param>
/// <param name="Reports">Its sessions in the order of their closing, each with the number <c>Claim.First</c> and on; those that cannot be read have an error instead of a session.</param>
public sealed record ExportWindow(string Sink, ExportClaim Claim, IReadOnlyList<SessionReport> Reports)
{
    /// <summary>A window ends when its reports have so many stored bytes.</summary>
    public const long MostBytes = 16 << 20;

    /// <summary>How often the exporter was rewound before: after a rewind, the same sessions are to leave again.</summary>
    public long Rewinds { get; init; }

    /// <summary>So many of the first sessions are not to leave now: they have left, or are dead letters.</summary>
    public int Skip { get; init; }

    /// <summary>Whether it is a dead letter that leaves again.</summary>
    public bool IsResent { get; init; }

    /// <summary>The order of closing, which does not depend on when reports are read.</summary>
    public static IReadOnlyList<SessionReport> InOrder(IEnumerable<SessionReport> reports) =>
        [.. reports.OrderBy(static report => report.Session?.ClosedAtMs ?? 0).ThenBy(static report => report.Session?.SessionId ?? report.SessionId, StringComparer.Ordinal)];
}

/// <summary>Sessions that were erased in the store, some of those of an erasure.</summary>
/// <param name="Sink">The sink's name.</param>
/// <param name="Name">Names these sessions of this erasure, the same whenever they are erased: letters, digits and hyphens.</param>
/// <param name="SessionIds">Their ids.</param>
/// <param name="ErasedAtMs">When the erasure was asked for, server clock, ms since 1970-01-01 UTC.</param>
[GenerateSerializer, Immutable, Alias("sg.erased-sessions")]
public sealed record ErasedSessions(
    [property: Id(0)] string Sink, [property: Id(1)] string Name, [property: Id(2)] IReadOnlyList<string> SessionIds, [property: Id(3)] long ErasedAtMs);

/// <summary>No sink is configured.</summary>
internal sealed class NoExportSinks : IExportSinks
{
    public IReadOnlyDictionary<string, ExportOptions> All { get; } = new Dictionary<string, ExportOptions>();

    public IExportSink Open(string name) => throw new InvalidOperationException($"No sink {name} is configured.");
}
