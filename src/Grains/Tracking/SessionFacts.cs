namespace SessionGrains.Tracking;

/// <summary>What the rules need to know of the sessionStart and the configuration while events are applied.</summary>
/// <param name="StartTs">The player's clock at the sessionStart.</param>
/// <param name="LengthSeconds">Length of the main content; 0 is unknown.</param>
/// <param name="IdleTimeoutMs">A span over this counts nothing.</param>
internal readonly record struct SessionFacts(long StartTs, double LengthSeconds, long IdleTimeoutMs);
