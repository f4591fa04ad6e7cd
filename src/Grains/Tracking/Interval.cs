namespace SessionGrains.Tracking;

/// <summary>An interval of main content in milliseconds; empty if both ends are equal.</summary>
internal readonly record struct Interval(long From, long To)
{
    public bool IsEmpty => From == To;

    public bool Touches(Interval other) => From <= other.To && other.From <= To;

    /// <summary>The smallest interval that covers both. An empty one adds nothing.</summary>
    public Interval Union(Interval other) => IsEmpty ? other : other.IsEmpty ? this : new(Math.Min(From, other.From), Math.Max(To, other.To));

    /// <summary>Disjoint ascending intervals that cover the same.</summary>
    public static Interval[] Merge(IEnumerable<Interval> intervals)
    {
        var merged = new List<Interval>();
        foreach (var next in intervals.Where(static i => !i.IsEmpty).OrderBy(static i => i.From))
        {
            if (merged.Count > 0 && merged[^1].Touches(next))
            {
                merged[^1] = merged[^1].Union(next);
            }
            else
            {
                merged.Add(next);
            }
        }

        return [.. merged];
    }

    /// <summary>As <see cref="Merge"/>, for disjoint ascending intervals and one more.</summary>
    public static Interval[] Insert(Interval[] disjoint, Interval added)
    {
        if (added.IsEmpty)
        {
            return disjoint;
        }

        var before = 0;
        while (before < disjoint.Length && disjoint[before].To < added.From)
        {
            before++;
        }

        var after = before;
        while (after < disjoint.Length && disjoint[after].Touches(added))
        {
            added = added.Union(disjoint[after++]);
        }

        return [.. disjoint.AsSpan(0, before), added, .. disjoint.AsSpan(after)];
    }

    /// <summary>Merges the two intervals with the smallest gap.</summary>
    public static Interval[] MergeNearest(Interval[] disjoint)
    {
        var nearest = 1;
        for (var i = 2; i < disjoint.Length; i++)
        {
            if (disjoint[i].From - disjoint[i - 1].To < disjoint[nearest].From - disjoint[nearest - 1].To)
            {
                nearest = i;
            }
        }

        return [.. disjoint[..(nearest - 1)], disjoint[nearest - 1].Union(disjoint[nearest]), .. disjoint[(nearest + 1)..]];
    }
}
