namespace SessionGrains.Live;

/// <summary>What one silo last told a partition.</summary>
internal sealed class SiloShare(string silo)
{
    public string Silo => silo;

    public long Sequence { get; set; }

    /// <summary>When it last reported, by the partition's clock.</summary>
    public long HeardAtMs { get; set; }

    /// <summary>See <see cref="LiveReport.IsHandingOver"/>.</summary>
    public bool IsHandingOver { get; set; }

    public SiloVitals Vitals { get; set; }

    /// <summary>What of it is added up in which board.</summary>
    public Dictionary<LiveKey, (LiveBoard Board, LiveFigures Figures)> Rows { get; } = [];
}
