namespace SessionGrains.Live;

/// <summary>The last counts that one silo reported to a partition.</summary>
internal sealed class SiloContribution(string silo)
{
    public string Silo => silo;

    public long Sequence { get; set; }

    /// <summary>Reports that wait for those of the other silos for the same half second, and whether their events have already been counted.</summary>
    public Queue<(LiveReport Report, bool IsCounted)> Pending { get; } = new();

    /// <summary>The last half second that the silo reported.</summary>
    public long Tick { get; set; }

    /// <summary>The last half second of it that is added up; 0 for none.</summary>
    public long AppliedTick { get; set; }

    /// <summary>While all rows arrive in parts: the keys not received yet, which are removed if they do not come. Otherwise null.</summary>
    public HashSet<LiveKey>? MissingKeys { get; set; }

    /// <summary>The events of the current report in parts have already been counted.</summary>
    public bool IsCounted { get; set; }

    /// <summary>When it last reported, by the partition's clock, ms since 1970-01-01 UTC.</summary>
    public long HeardAtMs { get; set; }

    public SiloHealth Health { get; set; }

    /// <summary>The rows of the silo that are added up, with their totals.</summary>
    public Dictionary<LiveKey, (KeyTotals Totals, LiveFigures Figures)> Rows { get; } = [];
}
