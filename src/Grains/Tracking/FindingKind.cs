namespace SessionGrains.Tracking;

/// <summary>The findings of decisions.md section 5 in their stored form: never reuse a number.</summary>
internal enum FindingKind : byte
{
    UnknownMember = 1,
    AdOutsideBreak = 2,
    Late = 3,
    Duplicate = 4,
    ClockSkew = 5,
    ClockJump = 6,
    EqualTs = 7,
    PlayheadJump = 8,
    PlayheadFrozen = 9,
    NoPing = 10,
    PingRate = 11,
    NeverPlayed = 12,
    PlayMissing = 13,
    UnclosedAd = 14,
    UnclosedBreak = 15,
    UnclosedChapter = 16,
    StateNotOpen = 17,
    MetadataIgnored = 18,
    BitrateUnit = 19,
    AfterEnd = 20,
    OverLimit = 21,
    TextCut = 22,
    ValueIgnored = 23,
}
