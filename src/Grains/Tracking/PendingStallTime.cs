namespace SessionGrains.Tracking;

/// <summary>Content time that may still turn out to be a stall. Immutable: few sessions have any, and all others share <see cref="None"/>.</summary>
/// <param name="ByChapter">The time by chapter.</param>
/// <param name="SpanMs">The longest span that was added, in milliseconds.</param>
internal sealed record PendingStallTime(ContentTime[] ByChapter, long SpanMs)
{
    public static readonly PendingStallTime None = new([], 0);

    public PendingStallTime With(ContentTime time) => new(ContentTime.Add(ByChapter, time), Math.Max(SpanMs, time.Ms));

    public PendingStallTime With(PendingStallTime other) => new(other.ByChapter.Aggregate(ByChapter, ContentTime.Add), Math.Max(SpanMs, other.SpanMs));
}

/// <summary>Content that played while the playhead had not moved in the whole session. Immutable.</summary>
/// <param name="Content">The content time.</param>
/// <param name="Stalls">Number of stalls in it.</param>
/// <param name="SentTs">The ts, as sent, at which the first of them was detected.</param>
internal sealed record UnmovedContent(PendingStallTime Content, int Stalls, long SentTs)
{
    public static readonly UnmovedContent None = new(PendingStallTime.None, 0, 0);
}
