namespace SessionGrains.PowerLoss.Tests;

/// <summary>How much of what was not durable a power loss leaves.</summary>
internal enum LossKind : byte
{
    /// <summary>All of it, as when only the process dies. At every operation of a trace: every prefix.</summary>
    KeepsAll,

    /// <summary>Nothing.</summary>
    KeepsNothing,

    /// <summary>All of it but for the last write, of which some sectors are missing.</summary>
    TearsLast,

    /// <summary>Any sectors of any writes, in the units of an old disk.</summary>
    Scatters512,

    /// <summary>Any sectors of any writes, in the units of a page.</summary>
    Scatters4096,
}

/// <summary>
/// Chooses what survives. A write is whole within a sector and leaves the bytes beside it alone (what SQLite calls powersafe overwrite); any sector may
/// be missing whatever was written later. Where files grow in order, what a file has grown by is there up to some byte and not beyond. Names change in the order of the calls, as a file system with a journal has it: only the last changes are missing.
/// </summary>
internal sealed class Loss(LossKind kind, int seed, bool growsInOrder = false)
{
    private readonly Random _random = new(seed);

    public IEnumerable<DiskOperation> Choose(IReadOnlyList<DiskOperation> pending) => growsInOrder && kind > LossKind.KeepsNothing ? CutEachFile(pending) : kind switch
    {
        LossKind.KeepsAll => pending,
        LossKind.KeepsNothing => [],
        LossKind.TearsLast => [.. pending.SkipLast(1), .. pending.TakeLast(1).SelectMany(last => Sectors(last, 512, 0.5))],
        LossKind.Scatters512 => Scatter(pending, 512),
        LossKind.Scatters4096 => Scatter(pending, 4096),
        _ => throw new ArgumentOutOfRangeException(nameof(pending), kind, "No such loss."),
    };

    /// <summary>Of each file everything up to some byte of what was written to it.</summary>
    private List<DiskOperation> CutEachFile(IReadOnlyList<DiskOperation> pending)
    {
        var left = pending.OfType<Written>().GroupBy(static write => write.File).ToDictionary(static file => file.Key, file => _random.Next(file.Sum(static write => write.Data.Length) + 1));
        var names = _random.Next(pending.OfType<Renamed>().Count() + 1);
        var survivors = new List<DiskOperation>();
        foreach (var operation in pending)
        {
            if (operation is Renamed ? names-- <= 0 : operation is ContentOperation change && left.TryGetValue(change.File, out var bytes) && bytes <= 0)
                continue;

            if (operation is not Written write)
            {
                survivors.Add(operation);
                continue;
            }

            survivors.Add(write with { Data = write.Data[..Math.Min(write.Data.Length, left[write.File])] });
            left[write.File] -= write.Data.Length;
        }

        return survivors;
    }

    private List<DiskOperation> Scatter(IReadOnlyList<DiskOperation> pending, int sector)
    {
        // Some lose nearly everything, some next to nothing.
        var kept = _random.NextDouble();
        var names = _random.Next(pending.OfType<Renamed>().Count() + 1);
        return [.. pending.SelectMany(operation => operation is Renamed ? (names-- > 0 ? [operation] : []) : Sectors(operation, sector, kept))];
    }

    private List<DiskOperation> Sectors(DiskOperation operation, int sector, double kept)
    {
        if (operation is not Written write)
            return _random.NextDouble() < kept ? [operation] : [];

        var survivors = new List<DiskOperation>();
        for (var from = 0; from < write.Data.Length;)
        {
            var to = (int)Math.Min(write.Data.Length, (((write.Offset + from) / sector) + 1) * sector - write.Offset);
            if (_random.NextDouble() < kept)
                survivors.Add(write with { Offset = write.Offset + from, Data = write.Data[from..to] });
            from = to;
        }

        return survivors;
    }
}
