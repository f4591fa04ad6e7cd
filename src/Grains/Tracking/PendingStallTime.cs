namespace SessionGrains.Tracking;

/// <summary>Content time of which it is open whether it was a stall. Never changed: few sessions have any, and those that have none share <see cref="None"/>.</summary>
/// <param name="Shares">By chapter.</param>
/// <param name="SpanMs">The longest of the spans that they are the sums of.</param>
internal sealed record PendingStallTime(ContentTime[] Shares, long SpanMs)
{
    public static readonly PendingStallTime None = new([], 0);

    public PendingStallTime With(ContentTime share) => new(ContentTime.Add(Shares, share), Math.Max(SpanMs, share.Ms));

    public PendingStallTime With(PendingStallTime other) => new(other.Shares.Aggregate(Shares, ContentTime.Add), Math.Max(SpanMs, other.SpanMs));
}

/// <summary>Content that played while the playhead had not moved in the whole session. Never changed.</summary>
/// <param name="Held">Its time.</param>
/// <param name="Stalls">How many stalls there were in it.</param>
/// <param name="SentTs">Where the first was noticed, as the player sent it.</param>
internal sealed record UnmovedContent(PendingStallTime Held, int Stalls, long SentTs)
{
    public static readonly UnmovedContent None = new(PendingStallTime.None, 0, 0);
}
