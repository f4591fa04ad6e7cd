using System.Globalization;
using SessionGrains.Exports;

namespace SessionGrains.Silo.Exports.Folders;

/// <summary>
/// Which numbers the manifests of a folder have, by their names. A window must follow the last of them: if the server's store was set back or replaced, its numbers are
/// others than those in the folder, even if no window has exactly the same ones.
/// </summary>
/// <remarks>
/// The names are listed when the process writes for the first time, and when a window does not follow the last one that it has seen, because another process has written
/// meanwhile. Otherwise the greatest number is remembered: listing 100,000 names takes about 0.1 s, too much for each window.
/// </remarks>
internal sealed class ManifestNumbers(string path)
{
    public const string Folder = "manifests";

    private const string Extension = ".json";

    /// <summary>Before the first listing a number that nothing follows.</summary>
    private long _last = -1;

    /// <summary>The manifest below the sink's folder.</summary>
    public static string FileOf(ExportClaim claim) => $"{Folder}/{NameOf(claim)}{Extension}";

    /// <summary>The name that all files of a window have.</summary>
    public static string NameOf(ExportClaim claim) => string.Create(CultureInfo.InvariantCulture, $"{claim.First:D12}-{claim.Last:D12}");

    /// <exception cref="InvalidOperationException">The window's numbers are taken, or some before are missing.</exception>
    public void Check(ExportWindow window)
    {
        var claim = window.Claim;
        if (_last == claim.First - 1)
        {
            return;
        }

        _last = LastBeside(claim);
        if (_last >= claim.First)
        {
            throw new InvalidOperationException(
                $"The folder {path} has the sessions up to {_last} and these are {claim.First} to {claim.Last}: the server's store was set back or replaced. Set another Exports:{window.Sink}:Path.");
        }

        if (_last > 0 && _last < claim.First - 1)
        {
            throw new InvalidOperationException(
                $"The folder {path} has the sessions up to {_last} and these are {claim.First} to {claim.Last}: the numbers {_last + 1} to {claim.First - 1} are missing. Restore the manifests, or set another Exports:{window.Sink}:Path.");
        }
    }

    /// <summary>The claim's manifest is there.</summary>
    public void Add(ExportClaim claim) => _last = claim.Last;

    /// <summary>The greatest number of the manifests of other windows; 0 for none.</summary>
    private long LastBeside(ExportClaim claim)
    {
        var (folder, own, greatest) = (Path.Combine(path, Folder), NameOf(claim), 0L);
        if (!Directory.Exists(folder))
        {
            return 0;
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*" + Extension))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            if (name != own && name.Split('-') is [_, var last] && long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                greatest = Math.Max(greatest, number);
            }
        }

        return greatest;
    }
}
