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
internal sealed class FolderSink(string path, ITableFormat format, string cluster) : IExportSink
{
    public const int SchemaVersion = 1;

    private const string IdentityFile = "sink.json";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n" };

    private readonly DurableFolder _folder = new(path);
    private readonly ManifestNumbers _numbers = new(path);
    private bool _isOurs;

    public async Task WriteAsync(ExportWindow window, CancellationToken cancellationToken)
    {
        await CheckIdentityAsync(window.Sink, cancellationToken);
        var manifest = ManifestNumbers.FileOf(window.Claim);
        if (await IsThereAsync(manifest, window, cancellationToken))
        {
            _folder.Confirm(manifest);
            return;
        }

        _numbers.Check(window);
        var files = new List<ManifestFile>();
        foreach (var hour in window.Reports.Select(ExportedSession.Of).GroupBy(HourOf).OrderBy(static hour => hour.Key))
        {
            ExportedSession[] sessions = [.. hour];
            ExportedRow[] rows = [.. sessions.SelectMany(static session => session.Rows.Select(row => new ExportedRow(session, row)))];
            await WriteTableAsync(SessionsTable.Name, SessionsTable.Columns, sessions, hour.Key);
            await WriteTableAsync(RowsTable.Name, RowsTable.Columns, rows, hour.Key);
        }

        await _folder.WriteAsync(manifest, JsonSerializer.SerializeToUtf8Bytes(Manifest.Of(window, files), Json), cancellationToken);
        _numbers.Add(window.Claim);

        async Task WriteTableAsync<TRow>(string table, IReadOnlyList<ExportColumn<TRow>> columns, IReadOnlyList<TRow> rows, DateTime hour)
        {
            if (rows.Count == 0)
            {
                return;
            }

            var name = string.Create(CultureInfo.InvariantCulture, $"{table}/dt={hour:yyyy-MM-dd}/hour={hour:HH}/{ManifestNumbers.NameOf(window.Claim)}.{format.Extension}");
            var content = await format.WriteAsync(columns, rows, cancellationToken);
            await _folder.WriteAsync(name, content, cancellationToken);
            files.Add(new(name, table, rows.Count, content.Length, Convert.ToHexStringLower(SHA256.HashData(content))));
        }
    }

    public IAsyncEnumerable<ExportClaim>? ReadWindows(string sink, CancellationToken cancellationToken) => throw new NotSupportedException("a folder cannot be rewound yet.");

    public Task TakeBackAsync(string sink, ExportRewind rewind, CancellationToken cancellationToken) => throw new NotSupportedException("A folder cannot be rewound yet.");

    /// <summary>Whether the window has left already.</summary>
    private async Task<bool> IsThereAsync(string manifest, ExportWindow window, CancellationToken cancellationToken)
    {
        var (file, claim) = (Path.Combine(path, manifest), window.Claim);
        if (!File.Exists(file))
        {
            return false;
        }

        var complete = JsonSerializer.Deserialize<Manifest>(await File.ReadAllBytesAsync(file, cancellationToken), Json)!;
        return (complete.After, complete.Until) == (claim.After, claim.Until)
            ? true
            : throw new InvalidOperationException($"The folder {path} has other sessions under the numbers {claim.First} to {claim.Last}: the server's store was set back or replaced. Set another Exports:{window.Sink}:Path.");
    }

    /// <summary>Two clusters, or two sinks, must not write into one folder: their numbers are the same. Of two who begin at the same time both read what one of them has written.</summary>
    private async Task CheckIdentityAsync(string sink, CancellationToken cancellationToken)
    {
        if (_isOurs)
        {
            return;
        }

        var own = new Identity(cluster, sink, format.Extension);
        await _folder.CreateAsync(IdentityFile, JsonSerializer.SerializeToUtf8Bytes(own, Json), cancellationToken);
        var found = JsonSerializer.Deserialize<Identity>(await File.ReadAllBytesAsync(Path.Combine(path, IdentityFile), cancellationToken), Json);
        if (found != own)
        {
            throw new InvalidOperationException($"The folder {path} has the sessions of {found} and this is {own}: set another Exports:{sink}:Path.");
        }

        _isOurs = true;
    }

    /// <summary>The hour of its closing; the first of all for reports that cannot be read.</summary>
    private static DateTime HourOf(ExportedSession session)
    {
        var closed = DateTimeOffset.FromUnixTimeMilliseconds(session.View?.ClosedAtMs ?? 0).UtcDateTime;
        return closed.Date.AddHours(closed.Hour);
    }

    /// <summary>Whose folder it is.</summary>
    private sealed record Identity(string Cluster, string Sink, string Format)
    {
        public override string ToString() => $"sink {Sink} ({Format}) of cluster {Cluster}";
    }
}
