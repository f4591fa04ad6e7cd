using SessionGrains.Exports;
using SessionGrains.Silo.Files;

namespace SessionGrains.Silo.Exports.Folders;

/// <summary>
/// Which numbers the manifests of a folder have, by their names. A window must follow the last of them: if the server's store was set back or replaced, its numbers are
/// others than those in the folder, even if no window has exactly the same ones.
/// </summary>
/// <remarks>
/// The names are listed when the process writes for the first time, and when a window does not follow the last one that it has seen, because another process has written
/// meanwhile. Otherwise the greatest number is remembered: there may be 100,000 names, too many for each window.
/// </remarks>
internal sealed class ManifestNumbers(IDurableFiles files)
{
    /// <summary>Before the first listing a number that nothing follows.</summary>
    private long _last = -1;

    /// <exception cref="InvalidOperationException">The window's numbers are taken, or some before are missing.</exception>
    public async Task CheckAsync(ExportWindow window, CancellationToken cancellationToken)
    {
        var claim = window.Claim;
        if (_last == claim.First - 1)
        {
            return;
        }

        (_last, var gap) = await LookBesideAsync(claim, cancellationToken);
        if (_last >= claim.First)
        {
            throw new InvalidOperationException(
                $"{files.Place} has the sessions up to {_last} and these are {claim.First} to {claim.Last}: the server's store was set back or replaced. Set another Exports:{window.Sink}:Path.");
        }

        if (_last > 0 && _last < claim.First - 1)
        {
            throw new InvalidOperationException(
                $"{files.Place} has the sessions up to {_last} and these are {claim.First} to {claim.Last}: the numbers {_last + 1} to {claim.First - 1} are missing. Restore the manifests, or set another Exports:{window.Sink}:Path.");
        }

        // Only now: whoever comes late may see the names of others appear in another order than they were written in.
        if (gap is not null)
        {
            _last = -1;
            throw new InvalidOperationException(
                $"{files.Place} lacks sessions: {gap}, because manifests were deleted, or a process that had hung took them back after others had gone on. Restore the manifests and their files, rewind to the beginning, or move what is before the gap to another place.");
        }
    }

    /// <summary>The claim's manifest is there.</summary>
    public void Add(ExportClaim claim) => _last = claim.Last;

    /// <summary>Manifests may have been taken back.</summary>
    public void Forget() => _last = -1;

    /// <summary>The greatest number of the manifests of other windows, 0 for none; and which numbers are missing before it, if any. The first ones may have been removed.</summary>
    /// <exception cref="InvalidOperationException">Two manifests have the same number.</exception>
    private async Task<(long Last, string? Gap)> LookBesideAsync(ExportClaim claim, CancellationToken cancellationToken)
    {
        var (own, others) = (ManifestName.Of(claim), new List<ManifestName>());
        await foreach (var name in ManifestName.ListAsync(files, cancellationToken))
        {
            if (name != own)
            {
                others.Add(name);
            }
        }

        others.Sort(static (one, other) => one.First.CompareTo(other.First));
        string? gap = null;
        for (var i = 1; i < others.Count; i++)
        {
            if (others[i].First <= others[i - 1].Last)
            {
                throw new InvalidOperationException(
                    $"{files.Place} has some sessions twice: the manifests {others[i - 1].File} and {others[i].File} overlap, because a process that had hung wrote one of them after the sink had gone back. Delete the one with the lesser epoch, with the files that it names.");
            }

            if (others[i].First > others[i - 1].Last + 1)
            {
                gap = $"the numbers {others[i - 1].Last + 1} to {others[i].First - 1} are missing between {others[i - 1].File} and {others[i].File}";
            }
        }

        return (others.Count == 0 ? 0 : others[^1].Last, gap);
    }
}
