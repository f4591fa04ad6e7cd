using SessionGrains.Messages;

namespace SessionGrains.Tracking;

/// <summary>Findings in words: the code and one plain sentence for a player engineer.</summary>
internal static class FindingTable
{
    public static Finding Describe(FindingEntry entry, BoundedList overLimit)
    {
        var (code, detail) = entry.Kind switch
        {
            FindingKind.UnknownMember => (FindingCodes.UnknownMember, $"The protocol does not know {entry.Subject}; it was accepted but means nothing here."),
            FindingKind.AdOutsideBreak => (FindingCodes.AdOutsideBreak, "An adStart came with no ad break open: send adBreakStart first. The ad's time counts as main content."),
            FindingKind.Late => (FindingCodes.Late, "An event came after ten later ones or 5 s after a later one: it was counted, but no time was moved."),
            FindingKind.Duplicate => (FindingCodes.Duplicate, "The same request came more than once; it was applied once."),
            FindingKind.ClockSkew => (FindingCodes.ClockSkew, "The player's clock is more than 24 hours from the server's: is it set, and is ts in milliseconds?"),
            FindingKind.ClockJump => (FindingCodes.ClockJump, "The player's clock was changed during the session; times were shifted so that both clocks advance alike."),
            FindingKind.EqualTs => (FindingCodes.EqualTs, "Two events have the same ts, so their order was a guess: the order of arrival. Let ts differ by at least 1 ms."),
            FindingKind.PlayheadJump => (FindingCodes.PlayheadJump, "The playhead jumped while playing, with no pauseStart before it: a seek is pauseStart, then play."),
            FindingKind.PlayheadFrozen => (FindingCodes.PlayheadFrozen, "The playhead has never moved although content plays: is playerTime.playhead updated?"),
            FindingKind.NoPing => (FindingCodes.NoPing, "More than 20 s without an event while playing: send a ping every 10 s."),
            FindingKind.PingRate => (FindingCodes.PingRate, "Pings came faster than one a second: every 10 s is enough, every second in ads."),
            FindingKind.NeverPlayed => (FindingCodes.NeverPlayed, "The session was closed and nothing was ever played in it: was it a repeated sessionStart?"),
            FindingKind.PlayMissing => (FindingCodes.PlayMissing, "There are ads or pings but no play: send play when the main content starts."),
            FindingKind.UnclosedAd => (FindingCodes.UnclosedAd, "An ad was still open when something else closed it: send adComplete or adSkip. It counts as skipped."),
            FindingKind.UnclosedBreak => (FindingCodes.UnclosedBreak, "An ad break was still open when something else closed it: send adBreakComplete."),
            FindingKind.UnclosedChapter => (FindingCodes.UnclosedChapter, "A chapter was still open when something else closed it: send chapterComplete or chapterSkip. It counts as skipped."),
            FindingKind.StateNotOpen => (FindingCodes.StateNotOpen, $"The player state \"{entry.Subject}\" was ended but was not open."),
            FindingKind.MetadataIgnored => (FindingCodes.MetadataIgnored, "customMetadata counts on sessionStart, adStart and chapterStart only."),
            FindingKind.BitrateUnit => (FindingCodes.BitrateUnit, "A bitrate is below 10,000: media.qoe.bitrate is in bits per second, are these kilobits?"),
            FindingKind.AfterEnd => (FindingCodes.AfterEnd, "An event belongs after the sessionEnd; it changes nothing."),
            FindingKind.OverLimit => (FindingCodes.OverLimit, $"More than is kept of: {BoundedLists.Describe(overLimit)}. Totals go on counting."),
            FindingKind.TextCut => (FindingCodes.TextCut, "A text was longer than is kept, 256 characters of a name or id, 1,024 of another text: its beginning was kept."),
            FindingKind.ValueIgnored => (FindingCodes.ValueIgnored, "A qoeData value says nothing (a bitrate of 0 or less, or a negative value): it is shown as sent and counts in no metric. Leave out what is unknown."),
            _ => throw new ArgumentOutOfRangeException(nameof(entry), entry.Kind, "Not a kind of finding."),
        };
        return new(code, entry.Count, entry.Ts, detail);
    }
}
