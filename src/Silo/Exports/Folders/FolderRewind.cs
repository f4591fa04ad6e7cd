using System.Runtime.CompilerServices;
using SessionGrains.Exports;
using SessionGrains.Silo.Files;

namespace SessionGrains.Silo.Exports.Folders;

/// <summary>
/// Takes windows back from a folder: their manifests, the newest first, and then the files that these name. Nothing in a folder can refuse a process that has hung for long, so
/// <see cref="Rewound"/> says which windows count no more. Whoever writes or deletes looks there first.
/// </summary>
internal sealed class FolderRewind(IDurableFiles files)
{
    private readonly FolderDeletion _deletion = new(files);

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

        var outdated = new List<OutdatedWindow>();
        foreach (var name in names.TakeWhile(name => name.Last > rewind.Sessions))
        {
            if (await Manifest.ReadAsync(files, name, cancellationToken) is { } manifest)
            {
                outdated.Add(manifest.Epoch <= rewind.Epoch && name.First > rewind.Sessions
                    ? new(name, manifest)
                    : throw new InvalidOperationException($"{files.Place} has other sessions under the numbers {name.First} to {name.Last}: the server's store was set back or replaced, or another process has gone on."));
            }
        }

        // Of an earlier try, some may be gone already. A claim that the rewind dropped begins right after the last number at the latest.
        var before = await _deletion.ReadRewoundAsync(rewind.Epoch, cancellationToken);
        var last = Math.Max(Math.Max(before?.Last ?? 0, rewind.Sessions), outdated.Select(static one => one.Name.Last).FirstOrDefault());
        await _deletion.NoteAsync(outdated, before?.Epoch ?? 0, rewind.Epoch, cancellationToken);
        await _deletion.ReadRewoundAsync(rewind.Epoch, cancellationToken);
        await files.WriteAsync(Rewound.File, new Rewound(rewind.Epoch, rewind.Sessions, last).ToBytes(), cancellationToken);
        await _deletion.DeleteAsync(outdated, rewind.Epoch, null, cancellationToken);
    }

    /// <summary>The last rewind, if there was one.</summary>
    /// <exception cref="InvalidOperationException">The claim is from before it.</exception>
    public async Task<Rewound?> CheckAsync(ExportClaim claim, CancellationToken cancellationToken)
    {
        var rewound = await Rewound.ReadAsync(files, cancellationToken);
        return rewound is null || claim.Epoch >= rewound.Epoch
            ? rewound
            : throw new InvalidOperationException($"{files.Place} has gone back to session {rewound.Sessions} since the sessions {claim.First} to {claim.Last} were claimed: they leave again, from another process, or the server's store was set back or replaced.");
    }

    /// <summary>
    /// Removes what lies ahead of a claim that is not there yet: whoever was writing while the manifests were taken back may have been late. Every such window begins at <see cref="Rewound.Last"/> + 1
    /// or before, so nobody needs to look any more when a new window has that number.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another process has gone on since.</exception>
    public async Task ClearWayAsync(ExportClaim claim, Rewound rewound, CancellationToken cancellationToken)
    {
        if (claim.First > rewound.Last + 1)
        {
            return;
        }

        var (own, outdated) = (ManifestName.Of(claim), new List<OutdatedWindow>());
        foreach (var name in (await NewestFirstAsync(claim.First, cancellationToken)).Where(name => name != own))
        {
            if (await Manifest.ReadAsync(files, name, cancellationToken) is { } manifest && manifest.Epoch < rewound.Epoch)
            {
                outdated.Add(new(name, manifest));
            }
        }

        await _deletion.NoteAsync(outdated, rewound.Epoch, rewound.Epoch, cancellationToken);
        await _deletion.DeleteAsync(outdated, rewound.Epoch, own, cancellationToken);
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
}
