namespace SessionGrains.Tracking;

/// <summary>When an event was, in ms since 1970-01-01 UTC by the player's clock.</summary>
/// <param name="SentTs">As sent.</param>
/// <param name="AdjustedTs">As if that clock had not been changed during the session.</param>
internal readonly record struct EventTime(long SentTs, long AdjustedTs)
{
    /// <summary>What a change of the player's clock added up to then; 0 if it was never changed.</summary>
    public long ShiftMs => AdjustedTs - SentTs;
}
