namespace SessionGrains.Players;

/// <summary>The result of comparing one session.</summary>
internal enum Verdict : byte
{
    /// <summary>The server shows what was sent.</summary>
    Same,

    /// <summary>An event came too late to be put in its place, or too many were never answered.</summary>
    NotComparable,

    /// <summary>The server shows something else.</summary>
    Different,
}

/// <summary>The verdict on one session and, if it is different, the first value that differs.</summary>
internal sealed record Comparison(Verdict Verdict, string Metric = "", string Shown = "", string Sent = "")
{
    public static Comparison Same { get; } = new(Verdict.Same);

    public static Comparison NotComparable { get; } = new(Verdict.NotComparable);

    public static Comparison Differs(string metric, string shown, string sent) => new(Verdict.Different, metric, shown, sent);

    public override string ToString() => Verdict == Verdict.Different ? $"{Metric} is {Shown}, what was sent makes {Sent}" : $"{Verdict}";
}
