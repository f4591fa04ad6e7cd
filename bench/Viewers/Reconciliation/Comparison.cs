namespace SessionGrains.Viewers.Reconciliation;

/// <summary>What came out of comparing one session.</summary>
internal enum Verdict : byte
{
    /// <summary>The server shows what was sent.</summary>
    Same,

    /// <summary>An event came too late to be put in its place, or too much was never answered.</summary>
    NotComparable,

    /// <summary>The server shows something else.</summary>
    Different,
}

/// <summary>The verdict on one session, and of a different one the first metric that differs.</summary>
internal sealed record Comparison(Verdict Verdict, string Metric = "", string Shown = "", string Sent = "")
{
    public static Comparison Same { get; } = new(Verdict.Same);

    public static Comparison NotComparable { get; } = new(Verdict.NotComparable);

    public static Comparison Differs(string metric, string shown, string sent) => new(Verdict.Different, metric, shown, sent);
}
