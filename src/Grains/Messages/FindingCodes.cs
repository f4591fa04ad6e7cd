namespace SessionGrains.Messages;

/// <summary>The codes of <see cref="Finding"/> (decisions.md section 5).</summary>
public static class FindingCodes
{
    public const string UnknownMember = "unknown-member";
    public const string AdOutsideBreak = "ad-outside-break";
    public const string Late = "late";
    public const string Duplicate = "duplicate";
    public const string ClockSkew = "clock-skew";
    public const string ClockJump = "clock-jump";
    public const string EqualTs = "equal-ts";
    public const string PlayheadJump = "playhead-jump";
    public const string PlayheadFrozen = "playhead-frozen";
    public const string NoPing = "no-ping";
    public const string PingRate = "ping-rate";
    public const string NeverPlayed = "never-played";
    public const string PlayMissing = "play-missing";
    public const string UnclosedAd = "unclosed-ad";
    public const string UnclosedBreak = "unclosed-break";
    public const string UnclosedChapter = "unclosed-chapter";
    public const string StateNotOpen = "state-not-open";
    public const string MetadataIgnored = "metadata-ignored";
    public const string BitrateUnit = "bitrate-unit";
    public const string AfterEnd = "after-end";
    public const string OverLimit = "over-limit";
    public const string TextCut = "text-cut";
    public const string ValueIgnored = "value-ignored";
}
