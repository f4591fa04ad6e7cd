using System.Text.Json;
using SessionGrains.Silo.Files;

namespace SessionGrains.Silo.Exports.Folders;

/// <summary>The last rewind of a folder, in the file <c>rewind.json</c>. It is read with each window and before each deletion, so it is small.</summary>
/// <param name="Epoch">Windows with a lesser one count no more, if their numbers are greater than <paramref name="Sessions"/>.</param>
/// <param name="Sessions">Up to where nothing was taken back.</param>
/// <param name="Last">The greatest number that was there before.</param>
internal sealed record Rewound(long Epoch, long Sessions, long Last)
{
    public const string File = "rewind.json";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n" };

    /// <summary>Null if the folder never went back.</summary>
    public static async Task<Rewound?> ReadAsync(IDurableFiles files, CancellationToken cancellationToken) =>
        await files.ReadAsync(File, cancellationToken) is { } content ? JsonSerializer.Deserialize<Rewound>(content, Json) : null;

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json);
}
