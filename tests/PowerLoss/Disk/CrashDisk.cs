namespace SessionGrains.PowerLoss.Tests;

/// <summary>
/// A disk on which the operations of a log arrive: at any point of the trace it knows what is durable, and what was asked for and is not, of which a
/// power loss may leave any part. Goes forward only.
/// </summary>
internal sealed class CrashDisk(DiskLog log)
{
    private readonly Dictionary<int, FileContent> _durable = [];
    private readonly Dictionary<string, int> _names = [];
    private readonly List<DiskOperation> _pending = [];
    private readonly IReadOnlyList<Sync> _syncs = [.. log.Syncs.OrderBy(static one => one.Ended)];
    private int _next;
    private int _nextSync;

    /// <summary>What was asked for and is not durable, in the order in which it was asked for.</summary>
    public IReadOnlyList<DiskOperation> Pending => _pending;

    /// <summary>Goes on to a line of the trace: calls on it and on all lines before it were made.</summary>
    public void MoveTo(int line)
    {
        // One after the other, since a sync covers only what was asked for before it.
        for (; _nextSync < _syncs.Count && _syncs[_nextSync].Ended <= line; _nextSync++)
        {
            Issue(_syncs[_nextSync].Ended);
            Harden(_syncs[_nextSync]);
        }

        Issue(line);
    }

    /// <summary>The files that are found when the power is back.</summary>
    public Dictionary<string, FileContent> Lose(Loss loss)
    {
        var names = new Dictionary<string, int>(_names);
        var contents = new Dictionary<int, FileContent>();
        var survivors = loss.Choose(_pending);
        foreach (var operation in survivors)
        {
            if (operation is Renamed renamed)
                Apply(renamed, names);
            else if (operation is ContentOperation change)
                (contents.TryGetValue(change.File, out var content) ? content : contents[change.File] = Durable(change.File).Copy()).Apply(change);
        }

        return names.ToDictionary(static one => one.Key, one => contents.TryGetValue(one.Value, out var content) ? content : Durable(one.Value));
    }

    private void Issue(int line)
    {
        for (; _next < log.Operations.Count && log.Operations[_next].Begun <= line; _next++)
            _pending.Add(log.Operations[_next]);
    }

    private void Harden(Sync sync)
    {
        _pending.RemoveAll(operation =>
        {
            if (operation.Ended > sync.Begun)
                return false;

            if (operation is ContentOperation change && change.File == sync.File)
                Durable(change.File).Apply(change);
            else if (operation is Renamed renamed && sync.File is null)
                Apply(renamed, _names);
            else
                return false;
            return true;
        });
    }

    private FileContent Durable(int file) => _durable.TryGetValue(file, out var content) ? content : _durable[file] = new FileContent();

    private static void Apply(Renamed renamed, Dictionary<string, int> names)
    {
        if (renamed.OldName is not null)
            names.Remove(renamed.OldName);
        if (renamed.Name is not null)
            names[renamed.Name] = renamed.File;
    }
}
