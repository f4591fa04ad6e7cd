using System.Text.Json;
using SessionGrains.Exports;
using SessionGrains.Silo.Files;

namespace SessionGrains.Silo.Exports.Folders;

/// <summary>Names the files of a window. It is written last: readers take the files that a manifest names, and no others.</summary>
/// <param name="SchemaVersion">Grows when a column changes its meaning; added columns leave it.</param>
/// <param name="Sink">The sink's name.</param>
/// <param name="First">The number of the first session.</param>
/// <param name="Last">The number of the last session.</param>
/// <param name="After">The cursor of the report log after which the window begins; null for the start of the log.</param>
/// <param name="Until">The cursor of its end.</param>
/// <param name="Epoch">Which exporter wrote it; for people who look for the cause of something.</param>
/// <param name="Missing">Sessions of the claim that the report log had no more when they were to leave; 0 unless they were removed meanwhile.</param>
/// <param name="Files">The files.</param>
internal sealed record Manifest(int SchemaVersion, string Sink, long First, long Last, string? After, string Until, long Epoch, int Missing, IReadOnlyList<ManifestFile> Files)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n" };

    /// <summary>Null if it is not there.</summary>
    public static async Task<Manifest?> ReadAsync(IDurableFiles files, ManifestName name, CancellationToken cancellationToken) =>
        await files.ReadAsync(name.File, cancellationToken) is { } content ? JsonSerializer.Deserialize<Manifest>(content, Json)! : null;

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    public static Manifest Of(ExportWindow window, IReadOnlyList<ManifestFile> files)
    {
        var claim = window.Claim;
        return new(FolderSink.SchemaVersion, window.Sink, claim.First, claim.Last, claim.After, claim.Until, claim.Epoch, claim.Count - window.Reports.Count, files);
    }
}

/// <param name="Name">Its path below the sink's folder.</param>
/// <param name="Table">The table that its rows belong to.</param>
/// <param name="Rows">How many it has.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Of its bytes, in hexadecimal.</param>
internal sealed record ManifestFile(string Name, string Table, int Rows, long Bytes, string Sha256);
