using System.Runtime.CompilerServices;
using System.Text.Json;
using SessionGrains.Exports;
using SessionGrains.Silo.Files;

namespace SessionGrains.Silo.Exports.Folders;

/// <summary>
/// Takes windows back from a folder: their manifests, the newest first, and then the files that these name. Nothing in a folder can refuse a process that has hung for long, so the file
/// <c>rewind.json</c> says which windows count no more: those with a lesser epoch. Whoever writes looks there first.
/// </summary>
internal sealed class FolderRewind(IDurableFiles files)
{
    private const string File = "rewind.json";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n" };

    /// <summary>The windows by their manifests, the newest first.</summary>
    public async IAsyncEnumerable<ExportClaim> ReadWindowsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var name in await NewestFirstAsync(0, cancellationToken))
        {
            if (await Manifest.ReadAsync(files, name, cancellationToken) is { } manifest)
            {
                yield return new(manifest.After, manifest.Until, name.First, (int)(name.Last - name.First + 1), manifest.Epoch);
            }
        }
    }

    /// <exception cref="InvalidOperationException">The folder was set back or replaced, or another process has gone on since.</exception>
    public async Task TakeBackAsync(ExportRewind rewind, CancellationToken cancellationToken)
    {
        var names = await NewestFirstAsync(0, cancellationToken);
        if (names is [var newest, ..] && newest.Last < rewind.Sessions)
        {
            throw new InvalidOperationException($"{files.Place} has the sessions up to {newest.Last} and is to go back to {rewind.Sessions}: manifests are gone, or the server's store was set back or replaced.");
        }

        var outdated = new List<(ManifestName Name, Manifest Manifest)>();
        foreach (var name in names.TakeWhile(name => name.Last > rewind.Sessions))
        {
            if (await Manifest.ReadAsync(files, name, cancellationToken) is { } manifest)
            {
                outdated.Add(manifest.Epoch <= rewind.Epoch && name.First > rewind.Sessions
                    ? (name, manifest)
                    : throw new InvalidOperationException($"{files.Place} has other sessions under the numbers {name.First} to {name.Last}: the server's store was set back or replaced, or another process has gone on."));
            }
        }

        // Of an earlier try, some may be gone already.
        var before = await ReadAsync(cancellationToken);
        var last = Math.Max(before?.Last ?? 0, outdated.Select(static one => one.Name.Last).FirstOrDefault());
        await files.WriteAsync(File, JsonSerializer.SerializeToUtf8Bytes(new Rewound(rewind.Epoch, rewind.Sessions, last), Json), cancellationToken);
        foreach (var (name, manifest) in outdated)
        {
            await DeleteAsync(name, manifest, cancellationToken);
        }
    }

    /// <summary>Which epoch a window must have so as to count, where others may be in its way; 0 for any.</summary>
    /// <exception cref="InvalidOperationException">The claim is from before a rewind.</exception>
    public async Task<long> CheckAsync(ExportClaim claim, CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken) is not { } rewound)
        {
            return 0;
        }

        if (claim.Epoch < rewound.Epoch)
        {
            throw new InvalidOperationException($"{files.Place} has gone back to session {rewound.Sessions} since the sessions {claim.First} to {claim.Last} were claimed: they leave again, from another process, or the server's store was set back or replaced.");
        }

        // Whoever was writing while the manifests were taken back may have been late: what it wrote lies ahead.
        if (claim.First <= rewound.Last)
        {
            foreach (var name in (await NewestFirstAsync(claim.First, cancellationToken)).Where(name => name != ManifestName.Of(claim)))
            {
                if (await Manifest.ReadAsync(files, name, cancellationToken) is { } manifest && manifest.Epoch < rewound.Epoch)
                {
                    await DeleteAsync(name, manifest, cancellationToken);
                }
            }
        }

        return rewound.Epoch;
    }

    private async Task<Rewound?> ReadAsync(CancellationToken cancellationToken) =>
        await files.ReadAsync(File, cancellationToken) is { } content ? JsonSerializer.Deserialize<Rewound>(content, Json) : null;

    /// <summary>Readers look for the manifest first, so it goes first.</summary>
    private async Task DeleteAsync(ManifestName name, Manifest manifest, CancellationToken cancellationToken)
    {
        await files.DeleteAsync(name.File, cancellationToken);
        foreach (var file in manifest.Files)
        {
            await files.DeleteAsync(file.Name, cancellationToken);
        }
    }

    /// <summary>Those with a number from <paramref name="first"/> on.</summary>
    private async Task<List<ManifestName>> NewestFirstAsync(long first, CancellationToken cancellationToken)
    {
        var names = new List<ManifestName>();
        await foreach (var name in ManifestName.ListAsync(files, cancellationToken))
        {
            if (name.Last >= first)
            {
                names.Add(name);
            }
        }

        names.Sort(static (one, other) => other.Last.CompareTo(one.Last));
        return names;
    }

    /// <param name="Epoch">Windows with a lesser one count no more, if their numbers are greater than <paramref name="Sessions"/>.</param>
    /// <param name="Sessions">Up to where nothing was taken back.</param>
    /// <param name="Last">The greatest number that was there before.</param>
    private sealed record Rewound(long Epoch, long Sessions, long Last);
}
