using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using SessionGrains.Exports;
using SessionGrains.Silo.Exports.Tables;
using SessionGrains.Silo.Files;

namespace SessionGrains.Silo.Exports.Folders;

/// <summary>
/// Writes windows as files: <c>{table}/dt=…/hour=…/{first}-{last}.{extension}</c>, and last <c>manifests/{first}-{last}.json</c>, which names them. Names and bytes follow from the claim
/// alone, so whoever repeats a window writes the same files again: with the manifests each session is there exactly once.
/// </summary>
/// <param name="files">Where.</param>
/// <param name="format">As what.</param>
/// <param name="cluster">Whose sessions; the cluster's name.</param>
internal sealed class FolderSink(IDurableFiles files, ITableFormat format, string cluster) : IExportSink
{
    public const int SchemaVersion = 1;

    private const int SchemaVersionOfOld = 1;

    /// <summary>Says whose folder it is.</summary>
    public const string IdentityFile = "sink.json";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n" };

    private readonly ManifestNumbers _numbers = new(files);
    private readonly FolderRewind _rewind = new(files);

    public async Task WriteAsync(ExportWindow window, CancellationToken cancellationToken)
    {
        await CheckIdentityAsync(window.Sink, cancellationToken);
        var name = ManifestName.Of(window.Claim);
        var rewound = await _rewind.CheckAsync(window.Claim, cancellationToken);
        if (await IsThereAsync(name, window, rewound?.Epoch ?? 0, cancellationToken))
        {
            await files.ConfirmAsync(name.File, cancellationToken);
            return;
        }

        if (rewound is not null)
        {
            await _rewind.ClearWayAsync(window.Claim, rewound, cancellationToken);
        }

        await _numbers.CheckAsync(window, cancellationToken);
        var written = new List<ManifestFile>();
        foreach (var hour in window.Reports.Select(ExportedSession.Of).GroupBy(HourOf).OrderBy(static hour => hour.Key))
        {
            ExportedSession[] sessions = [.. hour];
            ExportedRow[] rows = [.. sessions.SelectMany(static session => session.Rows.Select(row => new ExportedRow(session, row)))];
            await WriteTableAsync(SessionsTable.Name, SessionsTable.Columns, sessions, hour.Key);
            await WriteTableAsync(RowsTable.Name, RowsTable.Columns, rows, hour.Key);
        }

        await files.WriteAsync(name.File, Manifest.Of(window, written).ToBytes(), cancellationToken);
        _numbers.Add(window.Claim);

        async Task WriteTableAsync<TRow>(string table, IReadOnlyList<ExportColumn<TRow>> columns, IReadOnlyList<TRow> rows, DateTime hour)
        {
            if (rows.Count == 0)
            {
                return;
            }

            var file = string.Create(CultureInfo.InvariantCulture, $"{table}/dt={hour:yyyy-MM-dd}/hour={hour:HH}/{name}.{format.Extension}");
            var content = await format.WriteAsync(columns, rows, cancellationToken);
            await files.WriteAsync(file, content, cancellationToken);
            written.Add(new(file, table, rows.Count, content.Length, Convert.ToHexStringLower(SHA256.HashData(content))));
        }
    }

    /// <summary>Names the sessions in a file: readers leave them out, and whoever owns the files writes or expires those that have them (docs/privacy.md#folders).</summary>
    public async Task EraseAsync(ErasedSessions sessions, CancellationToken cancellationToken)
    {
        await CheckIdentityAsync(sessions.Sink, cancellationToken);
        await files.WriteAsync(Tombstones.NameOf(sessions), Tombstones.Write(sessions), cancellationToken);
    }

    public IAsyncEnumerable<ExportClaim>? ReadWindows(string sink, CancellationToken cancellationToken) => _rewind.ReadWindowsAsync(cancellationToken);

    public async Task TakeBackAsync(string sink, ExportRewind rewind, CancellationToken cancellationToken)
    {
        await CheckIdentityAsync(sink, cancellationToken);
        _numbers.Forget();
        await _rewind.TakeBackAsync(rewind, cancellationToken);
    }

    /// <summary>Whether the window has left already.</summary>
    private async Task<bool> IsThereAsync(ManifestName name, ExportWindow window, long leastEpoch, CancellationToken cancellationToken)
    {
        if (await Manifest.ReadAsync(files, name, cancellationToken) is not { } complete)
        {
            return false;
        }

        var claim = window.Claim;
        if (complete.Epoch < leastEpoch)
        {
            // From before a rewind, by one who was late.
            return false;
        }

        return (complete.After, complete.Until) == (claim.After, claim.Until)
            ? true
            : throw new InvalidOperationException($"{files.Place} has other sessions under the numbers {claim.First} to {claim.Last}: the server's store was set back or replaced. Set another Exports:{window.Sink}:Path.");
    }

    /// <summary>
    /// Two clusters, or two sinks, must not write into one place: their numbers are the same. Of two who begin at the same time both read what one of them has written. With
    /// each window, because object storage may let both write, and the first believe that it is alone.
    /// </summary>
    private async Task CheckIdentityAsync(string sink, CancellationToken cancellationToken)
    {
        var own = new Identity(cluster, sink, format.Extension, SchemaVersion);
        if (await files.ReadAsync(IdentityFile, cancellationToken) is not { } content)
        {
            await files.CreateAsync(IdentityFile, JsonSerializer.SerializeToUtf8Bytes(own, Json), cancellationToken);
            content = await files.ReadAsync(IdentityFile, cancellationToken) ?? throw new InvalidOperationException($"{files.Place} does not give back what was written there.");
        }

        var found = JsonSerializer.Deserialize<Identity>(content, Json)!;
        if (found.SchemaVersion > SchemaVersion)
        {
            throw new InvalidOperationException($"{files.Place} was written by a newer SessionGrains (schema {found.SchemaVersion}); this one writes schema {SchemaVersion}: start that version or a newer one, or set another Exports:{sink}:Path.");
        }

        if (found != own)
        {
            throw new InvalidOperationException($"{files.Place} has the sessions of {found} and this is {own}: set another Exports:{sink}:Path.");
        }
    }

    /// <summary>The hour of its closing; the first of all for reports that cannot be read.</summary>
    private static DateTime HourOf(ExportedSession session)
    {
        var closed = DateTimeOffset.FromUnixTimeMilliseconds(session.View?.ClosedAtMs ?? 0).UtcDateTime;
        return closed.Date.AddHours(closed.Hour);
    }

    /// <summary>Whose folder it is.</summary>
    /// <param name="Cluster">The cluster's name.</param>
    /// <param name="Sink">The sink's name.</param>
    /// <param name="Format">The extension of its files.</param>
    /// <param name="SchemaVersion">As <see cref="Manifest.SchemaVersion"/>, of the newest program that wrote here; not there before 0.1.0.</param>
    private sealed record Identity(string Cluster, string Sink, string Format, int SchemaVersion = SchemaVersionOfOld)
    {
        public override string ToString() => $"sink {Sink} ({Format}) of cluster {Cluster}";
    }
}
