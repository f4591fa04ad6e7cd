namespace SessionGrains.Messages;

/// <summary>The event types of the media collection protocol. The numbers are stored: never reuse one.</summary>
public enum PlayerEventType : byte
{
    SessionStart = 0,
    Play = 1,
    Ping = 2,
    PauseStart = 3,
    BufferStart = 4,
    BitrateChange = 5,
    Error = 6,
    AdBreakStart = 7,
    AdBreakComplete = 8,
    AdStart = 9,
    AdComplete = 10,
    AdSkip = 11,
    ChapterStart = 12,
    ChapterComplete = 13,
    ChapterSkip = 14,
    StateStart = 15,
    StateEnd = 16,
    StatesUpdate = 17,
    SessionComplete = 18,
    SessionEnd = 19,
}
