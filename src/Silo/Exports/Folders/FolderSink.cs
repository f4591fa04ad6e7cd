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

    private bool _isOurs;

    public async Task WriteAsync(ExportWindow window, CancellationToken cancellationToken)
    {
        var owner = $"{window.Claim.Epoch}";
        await CheckIdentityAsync(window.Sink, owner, cancellationToken);
        var manifest = Path.Combine(path, "manifests", NameOf(window.Claim) + ".json");
        if (File.Exists(manifest))
        {
            var complete = JsonSerializer.Deserialize<Manifest>(await File.ReadAllBytesAsync(manifest, cancellationToken), Json)!;
            if ((complete.After, complete.Until) == (window.Claim.After, window.Claim.Until))
            {
                return;
            }

            throw new InvalidOperationException($"The folder {path} has other sessions under the numbers {window.Claim.First} to {window.Claim.Last}: the server's store was set back or replaced. Set another Exports:{window.Sink}:Path.");
        }

        var files = new List<ManifestFile>();
        foreach (var hour in window.Reports.Select(ExportedSession.Of).GroupBy(HourOf).OrderBy(static hour => hour.Key))
        {
            ExportedSession[] sessions = [.. hour];
            ExportedRow[] rows = [.. sessions.SelectMany(static session => session.Rows.Select(row => new ExportedRow(session, row)))];
            await WriteTableAsync(SessionsTable.Name, SessionsTable.Columns, sessions, hour.Key);
            await WriteTableAsync(RowsTable.Name, RowsTable.Columns, rows, hour.Key);
        }

        await DurableFile.WriteAsync(manifest, JsonSerializer.SerializeToUtf8Bytes(Manifest.Of(window, files), Json), owner, cancellationToken);

        async Task WriteTableAsync<TRow>(string table, IReadOnlyList<ExportColumn<TRow>> columns, IReadOnlyList<TRow> rows, DateTime hour)
        {
            if (rows.Count == 0)
            {
                return;
            }

            var name = string.Create(CultureInfo.InvariantCulture, $"{table}/dt={hour:yyyy-MM-dd}/hour={hour:HH}/{NameOf(window.Claim)}.{format.Extension}");
            var content = await format.WriteAsync(columns, rows, cancellationToken);
            await DurableFile.WriteAsync(Path.Combine(path, name), content, owner, cancellationToken);
            files.Add(new(name, table, rows.Count, content.Length, Convert.ToHexStringLower(SHA256.HashData(content))));
        }
    }

    /// <summary>Two clusters, or two sinks, must not write into one folder: their numbers are the same.</summary>
    private async Task CheckIdentityAsync(string sink, string owner, CancellationToken cancellationToken)
    {
        if (_isOurs)
        {
            return;
        }

        var (file, own) = (Path.Combine(path, IdentityFile), new Identity(cluster, sink, format.Extension));
        if (!File.Exists(file))
        {
            await DurableFile.WriteAsync(file, JsonSerializer.SerializeToUtf8Bytes(own, Json), owner, cancellationToken);
        }
        else if (JsonSerializer.Deserialize<Identity>(await File.ReadAllBytesAsync(file, cancellationToken), Json) is var found && found != own)
        {
            throw new InvalidOperationException($"The folder {path} has the sessions of {found} and this is {own}: set another Exports:{sink}:Path.");
        }

        _isOurs = true;
    }

    private static string NameOf(ExportClaim claim) => string.Create(CultureInfo.InvariantCulture, $"{claim.First:D12}-{claim.Last:D12}");

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
