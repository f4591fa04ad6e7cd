namespace SessionGrains.Live;

/// <summary>What one silo last told a partition.</summary>
internal sealed class SiloContribution(string silo)
{
    public string Silo => silo;

    public long Sequence { get; set; }

    /// <summary>Reports that wait for those of the other silos of the same half second, and whether what they count has been counted before.</summary>
    public Queue<(LiveReport Report, bool CountsBefore)> Waiting { get; } = new();

    /// <summary>The last half second that it reported.</summary>
    public long Tick { get; set; }

    /// <summary>The last half second of it that is added up; 0: none yet.</summary>
    public long Counted { get; set; }

    /// <summary>While all rows come in parts: those that have not come yet, and go if they do not. Null: no such report is under way.</summary>
    public HashSet<LiveKey>? Awaited { get; set; }

    /// <summary>What the report under way counts has been counted before.</summary>
    public bool CountsBefore { get; set; }

    /// <summary>When it last reported, by the partition's clock.</summary>
    public long HeardAtMs { get; set; }

    public SiloHealth Health { get; set; }

    /// <summary>What of it is added up in which board.</summary>
    public Dictionary<LiveKey, (KeyTotals Board, LiveFigures Figures)> Rows { get; } = [];
}
