namespace SessionGrains.PowerLoss.Tests;

/// <summary>
/// Whether each answer left after the sync of what holds its event had returned. It reads nothing but bytes: the first write of a file in which the event's
/// mark stands, and the first sync of that file that began after that write.
/// </summary>
internal sealed class SyncOrder
{
    private readonly Dictionary<string, (int Line, double Seconds)> _durable = [];

    private SyncOrder()
    {
    }

    public static SyncOrder Of(DiskLog log)
    {
        var order = new SyncOrder();
        var syncs = log.Syncs.Where(static sync => sync.File is not null).GroupBy(static sync => sync.File!.Value).ToDictionary(static file => file.Key, static file => file.OrderBy(static sync => sync.Begun).ToArray());
        foreach (var write in log.Operations.OfType<Written>())
        {
            foreach (var mark in MarksIn(write.Data))
            {
                // Later writes of the same session repeat it.
                if (!order._durable.ContainsKey(mark))
                    order._durable[mark] = FirstAfter(syncs.GetValueOrDefault(write.File), write);
            }
        }

        return order;
    }

    /// <summary>Null when the event was durable before it was answered, else what is wrong.</summary>
    public string? Wrong(EventPromised promise)
    {
        if (!_durable.TryGetValue(promise.Mark, out var durable))
            return $"{promise.Mark} was answered in line {promise.Line} and is in no write";

        return durable.Line < promise.Line ? null : $"{promise.Mark} was answered in line {promise.Line}, and durable {(durable.Line == int.MaxValue ? "never" : $"from line {durable.Line} on")}";
    }

    /// <summary>How long an event was acknowledged before it was durable, in seconds; 0 when it was durable before.</summary>
    public double UnsyncedSeconds(EventPromised promise) =>
        _durable.TryGetValue(promise.Mark, out var durable) ? Math.Max(0, durable.Seconds - promise.Seconds) : double.PositiveInfinity;

    private static (int, double) FirstAfter(Sync[]? syncs, Written write)
    {
        if (syncs is null)
            return (int.MaxValue, double.PositiveInfinity);

        // The syncs are in the order of their beginning.
        var (low, high) = (0, syncs.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (syncs[middle].Begun >= write.Ended)
                high = middle;
            else
                low = middle + 1;
        }

        return low < syncs.Length ? (syncs[low].Ended, syncs[low].Seconds) : (int.MaxValue, double.PositiveInfinity);
    }

    private static HashSet<string> MarksIn(ReadOnlySpan<byte> data)
    {
        var marks = new HashSet<string>();
        while (data.IndexOf("mark."u8) is var at and >= 0)
        {
            data = data[at..];
            var text = Encoding.ASCII.GetString(data[..Math.Min(data.Length, 64)]);
            if (Promises.MarkPattern().Match(text) is { Success: true, Index: 0 } mark)
                marks.Add(mark.Value);
            data = data["mark."u8.Length..];
        }

        return marks;
    }
}
