namespace SessionGrains.Viewers.Tests;

/// <summary>What a player may say after what it has said.</summary>
internal static class LegalOrder
{
    public static void Check(WrittenScript script)
    {
        bool isAd = false, isBreak = false, isChapter = false, isFullScreen = false, isComplete = false, isEnded = false;
        PlayerEventType? stoppedBy = null;
        foreach (var one in script.Events.Select(static one => one.Meaning))
        {
            Assert.False(isEnded, "after the end");
            Assert.True(!isComplete || one.Type == PlayerEventType.SessionEnd, $"{one.Type} after the content was complete");
            switch (one.Type)
            {
                case PlayerEventType.AdBreakStart:
                    Open(ref isBreak, one);
                    Assert.Null(stoppedBy);
                    break;
                case PlayerEventType.AdStart:
                    Assert.True(isBreak, "an ad outside a break");
                    Open(ref isAd, one);
                    break;
                case PlayerEventType.AdComplete or PlayerEventType.AdSkip:
                    Close(ref isAd, one);
                    break;
                case PlayerEventType.AdBreakComplete:
                    Assert.False(isAd, "a break ended over an ad");
                    Close(ref isBreak, one);
                    break;
                case PlayerEventType.ChapterStart:
                    Open(ref isChapter, one);
                    break;
                case PlayerEventType.ChapterComplete or PlayerEventType.ChapterSkip:
                    Close(ref isChapter, one);
                    break;
                case PlayerEventType.StateStart:
                    Open(ref isFullScreen, one);
                    break;
                case PlayerEventType.StateEnd:
                    Close(ref isFullScreen, one);
                    break;
                case PlayerEventType.PauseStart or PlayerEventType.BufferStart:
                    Assert.False(isBreak, "a pause in a break");
                    Assert.Null(stoppedBy);
                    stoppedBy = one.Type;
                    break;
                case PlayerEventType.Play:
                    Assert.True(!isBreak || isAd, "a play between ads");
                    stoppedBy = null;
                    break;
                case PlayerEventType.SessionComplete:
                    Assert.False(isChapter || isBreak, "complete with something open");
                    isComplete = true;
                    break;
                case PlayerEventType.SessionEnd:
                    Assert.False(isBreak || isChapter, "ended with something open");
                    isEnded = true;
                    break;
                default:
                    Assert.True(one.Type is PlayerEventType.Ping or PlayerEventType.BitrateChange or PlayerEventType.Error, $"{one.Type}");
                    break;
            }
        }

        Assert.Equal(script.Departure is Departure.Left or Departure.Completed, isEnded);
        Assert.Equal(script.Departure == Departure.Completed, isComplete);
    }

    private static void Open(ref bool isOpen, PlayerEvent one)
    {
        Assert.False(isOpen, $"{one.Type} with one open");
        isOpen = true;
    }

    private static void Close(ref bool isOpen, PlayerEvent one)
    {
        Assert.True(isOpen, $"{one.Type} with none open");
        isOpen = false;
    }
}
