namespace SessionGrains.Tracking;

/// <summary>
/// The findings (docs/protocol.md#5-findings). A new one needs a number here, its code and sentence in <see cref="FindingCatalogue"/>, and what CONTRIBUTING.md lists.
/// The numbers are stored: never reuse one.
/// </summary>
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
    NothingToClose = 24,
    ClosedAfterBreak = 25,
    AfterComplete = 26,
    PlayheadBeyondLength = 27,
    ContentWithoutPlay = 28,
    PlayBeforeAdBreak = 29,
    ClockDrift = 30,
    EmptyId = 31,
    StateAlreadyOpen = 32,
    PlayheadRange = 33,
    PathMismatch = 34,
}

/// <summary>The code and the sentence of each finding.</summary>
internal static class FindingCatalogue
{
    /// <param name="entry">The finding.</param>
    /// <param name="overLimit">The lists that <see cref="FindingKind.OverLimit"/> names.</param>
    public static Finding Describe(FindingEntry entry, BoundedList overLimit)
    {
        var (code, detail) = entry.Kind switch
        {
            FindingKind.UnknownMember => ("unknown-member", $"The protocol does not know {entry.Subject}; it was accepted but means nothing here."),
            FindingKind.AdOutsideBreak => ("ad-outside-break", "An adStart came with no ad break open: send adBreakStart first. The ad's time counts as main content."),
            FindingKind.Late => ("late", "An event came after ten later ones or 5 s after a later one: it was counted, but no time was moved."),
            FindingKind.Duplicate => ("duplicate", "The same request came more than once; it was applied once."),
            FindingKind.ClockSkew => ("clock-skew", "The player's clock is more than 24 hours from the server's: is it set, and is ts in milliseconds?"),
            FindingKind.ClockJump => ("clock-jump", "The player's clock was changed during the session; times were shifted so that both clocks advance alike."),
            FindingKind.EqualTs => ("equal-ts", "Two events have the same ts, so their order was a guess: the order of arrival. Let ts differ by at least 1 ms."),
            FindingKind.PlayheadJump => ("playhead-jump", "The playhead jumped while playing, with no pauseStart before it: a seek is pauseStart, then play."),
            FindingKind.PlayheadFrozen => ("playhead-frozen", "The playhead has never moved although content plays: is playerTime.playhead updated?"),
            FindingKind.NoPing => ("no-ping", "No event came for more than 20 s (60 s in a downloaded session) while playing: send a ping every 10 s."),
            FindingKind.PingRate => ("ping-rate", "Pings came faster than one a second: every 10 s is enough, every second in ads."),
            FindingKind.NeverPlayed => ("never-played", "The session was closed and nothing was ever played in it: was it a repeated sessionStart?"),
            FindingKind.PlayMissing => ("play-missing", "There are ads or pings but no play: send play when the main content starts."),
            FindingKind.UnclosedAd => ("unclosed-ad", "An ad was still open when something else closed it: send adComplete or adSkip. Its outcome is cut."),
            FindingKind.UnclosedBreak => ("unclosed-break", "An ad break was still open when something else closed it: send adBreakComplete."),
            FindingKind.UnclosedChapter => ("unclosed-chapter", "A chapter was still open when something else closed it: send chapterComplete or chapterSkip. Its outcome is cut."),
            FindingKind.StateNotOpen => ("state-not-open", $"The player state \"{entry.Subject}\" was ended but was not open."),
            FindingKind.MetadataIgnored => ("metadata-ignored", "customMetadata counts on sessionStart, adStart and chapterStart only."),
            FindingKind.BitrateUnit => ("bitrate-unit", "A bitrate is below 10,000: media.qoe.bitrate is in bits per second, are these kilobits?"),
            FindingKind.AfterEnd => ("after-end", "An event belongs after the sessionEnd; it changes nothing."),
            FindingKind.OverLimit => ("over-limit", $"More than is kept of: {BoundedLists.Describe(overLimit)}. Totals go on counting."),
            FindingKind.TextCut => ("text-cut", "A text was longer than is kept, 256 characters of a name or id, 1,024 of another text: its beginning was kept."),
            FindingKind.ValueIgnored => ("value-ignored", "A qoeData value says nothing (a bitrate of 0 or less, or a negative value): it is shown as sent and counts in no metric. Leave out what is unknown."),
            FindingKind.NothingToClose => ("nothing-to-close", "An adComplete, adSkip, adBreakComplete, chapterComplete or chapterSkip came with nothing open that it could close: send the start first, and each end once."),
            FindingKind.ClosedAfterBreak => ("closed-after-break", "An adComplete or adSkip came just after the adBreakComplete of its break; it was counted for the ad. Send it before the adBreakComplete."),
            FindingKind.AfterComplete => ("after-complete", "Main content went on after sessionComplete and counts nothing: send sessionComplete at the very end, and open a new session for another viewing."),
            FindingKind.PlayheadBeyondLength => ("playhead-beyond-length", "The playhead is beyond media.length: send both in seconds, and the playhead as position in the content, not as a time of day or since 1970."),
            FindingKind.ContentWithoutPlay => ("content-without-play", "The playhead of main content moved, but no play had started the content, so nothing is counted: send play when the content starts, also after a pre-roll."),
            FindingKind.PlayBeforeAdBreak => ("play-before-ad-break", "A play came just before the adBreakStart and counted as start of the content: send the play after the break, when the content starts."),
            FindingKind.ClockDrift => ("clock-drift", "Between two events the player's clock and the server's moved apart by more than 60 s: was the clock changed, or were events sent late?"),
            FindingKind.EmptyId => ("empty-id", "media.id or media.ad.id is an empty text: reports cannot tell which media or ad this was. Send its id."),
            FindingKind.StateAlreadyOpen => ("state-already-open", $"The player state \"{entry.Subject}\" was started although it was open already; it counts once. Send stateStart when it begins and stateEnd when it ends."),
            FindingKind.PlayheadRange => ("playhead-range", "A playhead was no whole number from 0 to 86,400, which is all that the Media Edge API of the original takes; it counts as sent. Round it down, and for live content send the second of the day."),
            FindingKind.PathMismatch => ("path-mismatch", "The path named another event than eventType: the eventType counts. Send each event to the path of its name."),
            _ => throw new ArgumentOutOfRangeException(nameof(entry), entry.Kind, "Not a kind of finding."),
        };
        return new(code, entry.Count, entry.Ts, detail);
    }
}

/// <summary>A finding of one session.</summary>
/// <param name="Kind">The finding.</param>
/// <param name="Count">Number of events that showed it.</param>
/// <param name="Ts">The ts, as sent, of the first of them.</param>
/// <param name="Subject">What the sentence names, or null.</param>
internal readonly record struct FindingEntry(FindingKind Kind, int Count, long Ts, string? Subject);
