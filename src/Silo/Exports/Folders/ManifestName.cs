using System.Globalization;
using System.Runtime.CompilerServices;
using SessionGrains.Exports;
using SessionGrains.Silo.Files;

namespace SessionGrains.Silo.Exports.Folders;

/// <summary>The name that all files of a window have: its numbers.</summary>
internal readonly record struct ManifestName(long First, long Last)
{
    private const string Folder = "manifests";
    private const string Extension = ".json";

    /// <summary>The manifest below the sink's folder.</summary>
    public string File => $"{Folder}/{this}{Extension}";

    public static ManifestName Of(ExportClaim claim) => new(claim.First, claim.Last);

    /// <summary>The window of a manifest, or of a file with rows; null if the file is another one.</summary>
    public static ManifestName? OfFile(string file) =>
        Path.GetFileNameWithoutExtension(file).Split('-') is [var first, var last]
        && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from) && long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to)
            ? new(from, to)
            : null;

    /// <summary>All that are there, in no order. There may be 100,000.</summary>
    public static async IAsyncEnumerable<ManifestName> ListAsync(IDurableFiles files, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var file in files.ListAsync(Folder, cancellationToken))
        {
            if (file.EndsWith(Extension, StringComparison.Ordinal) && OfFile(file) is { } name)
            {
                yield return name;
            }
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First:D12}-{Last:D12}");
}
