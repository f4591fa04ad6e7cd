namespace SessionGrains.Api.Operators.Sessions.Explaining;

/// <summary>Disjoint ascending ranges of the playhead, in milliseconds.</summary>
internal readonly record struct PlayheadRanges((long From, long To)[] Ranges)
{
    public long TotalMs => Ranges.Sum(static range => range.To - range.From);

    /// <summary>The parts of these that lie in a range.</summary>
    public PlayheadRanges Overlap(long from, long to) =>
        new([.. Ranges.Select(range => (From: Math.Max(range.From, from), To: Math.Min(range.To, to))).Where(static range => range.From < range.To)]);

    /// <summary>The parts of these that do not lie in a range.</summary>
    public PlayheadRanges Without(long from, long to) => from >= to ? this : new([.. Overlap(long.MinValue, from).Ranges, .. Overlap(to, long.MaxValue).Ranges]);

    /// <summary>These and another range, as one where they touch.</summary>
    public PlayheadRanges With(long from, long to)
    {
        if (from >= to)
            return this;

        var touching = Ranges.Where(range => range.From <= to && from <= range.To).ToArray();
        var merged = (From: touching.Select(static range => range.From).Append(from).Min(), To: touching.Select(static range => range.To).Append(to).Max());
        return new([.. Ranges.Where(range => range.To < from), merged, .. Ranges.Where(range => range.From > to)]);
    }
}
