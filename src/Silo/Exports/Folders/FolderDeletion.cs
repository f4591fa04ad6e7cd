using System.Text.Json;
using SessionGrains.Silo.Files;

namespace SessionGrains.Silo.Exports.Folders;

/// <summary>
/// Deletes windows of before a rewind. Readers take what a manifest names, so manifests go first; the file <c>rewind-files.json</c> names their files meanwhile, so that they go too if the process ends
/// in the middle. A process that has hung looks before each deletion whether another has gone on: its windows may have the same names.
/// </summary>
internal sealed class FolderDeletion(IDurableFiles files)
{
    private const string NotesFile = "rewind-files.json";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The last rewind, if there was one.</summary>
    /// <param name="epoch">The epoch of the rewind for which is deleted.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">The last rewind is a later one.</exception>
    public async Task<Rewound?> ReadRewoundAsync(long epoch, CancellationToken cancellationToken)
    {
        var rewound = await Rewound.ReadAsync(files, cancellationToken);
        return rewound is null || rewound.Epoch <= epoch ? rewound : throw TooLate(epoch, rewound.Epoch);
    }

    /// <summary>Notes the files of the windows, with those that an earlier try has left.</summary>
    /// <param name="windows">What is to be deleted.</param>
    /// <param name="since">The epoch of the last rewind. A note of before it was written by a process that had hung: other windows may have the names by now.</param>
    /// <param name="epoch">The epoch of the rewind for which is deleted.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">Another process has gone on since.</exception>
    public async Task NoteAsync(IReadOnlyList<OutdatedWindow> windows, long since, long epoch, CancellationToken cancellationToken)
    {
        var notes = await ReadNotesAsync(cancellationToken);
        if (notes?.Epoch > epoch)
        {
            throw TooLate(epoch, notes.Epoch);
        }

        var left = notes?.Epoch >= since ? notes.Files : [];
        if (windows.Count > 0 || left.Count > 0)
        {
            string[] all = [.. windows.SelectMany(static window => window.Manifest.Files).Select(static file => file.Name).Union(left, StringComparer.Ordinal)];
            await files.WriteAsync(NotesFile, JsonSerializer.SerializeToUtf8Bytes(new Notes(epoch, all), Json), cancellationToken);
        }
    }

    /// <summary>Deletes the manifests of the windows, and all files that are noted.</summary>
    /// <param name="windows">The windows, in the order in which their manifests go.</param>
    /// <param name="epoch">The epoch of the rewind for which is deleted.</param>
    /// <param name="own">The window for which the way is cleared, if it is: when its manifest is there, another process has gone on.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">Another process has gone on since.</exception>
    public async Task DeleteAsync(IReadOnlyList<OutdatedWindow> windows, long epoch, ManifestName? own, CancellationToken cancellationToken)
    {
        foreach (var (name, _) in windows)
        {
            await CheckAsync(name);
            await files.DeleteAsync(name.File, cancellationToken);
        }

        var notes = await ReadNotesAsync(cancellationToken);
        if (notes?.Epoch != epoch)
        {
            // Nothing was noted, or another process has finished it.
            await CheckAsync(null);
            return;
        }

        // Its own files are written next, perhaps by another process at this time.
        foreach (var file in notes.Files.Where(file => own is null || ManifestName.OfFile(file) != own))
        {
            await CheckAsync(ManifestName.OfFile(file));
            await files.DeleteAsync(file, cancellationToken);
        }

        await CheckAsync(null);
        await files.DeleteAsync(NotesFile, cancellationToken);

        async Task CheckAsync(ManifestName? name)
        {
            await ReadRewoundAsync(epoch, cancellationToken);
            foreach (var window in new[] { own, name }.OfType<ManifestName>())
            {
                if (await Manifest.ReadAsync(files, window, cancellationToken) is { } manifest && manifest.Epoch > epoch)
                {
                    throw TooLate(epoch, manifest.Epoch);
                }
            }
        }
    }

    private async Task<Notes?> ReadNotesAsync(CancellationToken cancellationToken) =>
        await files.ReadAsync(NotesFile, cancellationToken) is { } content ? JsonSerializer.Deserialize<Notes>(content, Json) : null;

    private InvalidOperationException TooLate(long epoch, long other) =>
        new($"{files.Place} was to go back in epoch {epoch} and is at epoch {other}: another process has gone on, or the server's store was set back or replaced.");

    /// <param name="Epoch">The epoch of the rewind for which they are deleted.</param>
    /// <param name="Files">Files of windows whose manifests are gone, or are about to be.</param>
    private sealed record Notes(long Epoch, IReadOnlyList<string> Files);
}

/// <summary>A window that counts no more.</summary>
internal sealed record OutdatedWindow(ManifestName Name, Manifest Manifest);
