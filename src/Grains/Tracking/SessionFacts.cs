namespace SessionGrains.Tracking;

/// <summary>The values of the sessionStart and the settings that the rules use.</summary>
/// <param name="StartTs">The player's clock at the sessionStart.</param>
/// <param name="LengthSeconds">Length of the main content in seconds; 0 is unknown.</param>
/// <param name="IdleTimeoutMs">A longer span between two events counts nothing.</param>
/// <param name="MaxPingGapMs">A longer time between events while playing is the finding <c>no-ping</c>.</param>
internal readonly record struct SessionFacts(long StartTs, double LengthSeconds, long IdleTimeoutMs, long MaxPingGapMs);
