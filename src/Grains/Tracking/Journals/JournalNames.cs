using System.Globalization;

namespace SessionGrains.Tracking.Journals;

/// <summary>Finds the names of what entries refer to, following the journal from its start.</summary>
internal sealed class JournalNames(TrackingState state, Descriptions descriptions)
{
    private readonly AdBreakEntry[] _adBreaks = state.AdBreaks.ToArray();
    private readonly AdEntry[] _ads = state.Ads.ToArray();
    private readonly ChapterEntry[] _chapters = state.Chapters.ToArray();
    private readonly ErrorEntry[] _errors = state.Errors.ToArray();

    /// <summary>Name of an ad that is not kept: what is on the screen in an ad always has a name.</summary>
    private const string UnknownAd = "unknown ad";

    /// <summary>The subjects of the break and the ad that are open, as in <see cref="JournalEntry.Subject"/>.</summary>
    private long _adBreak;
    private long _ad;

    public void Follow(in JournalEntry entry)
    {
        if (entry.Type == PlayerEventType.AdBreakStart && !entry.Has(JournalMarks.Late))
        {
            _adBreak = entry.Subject;
        }
        else if (entry.Type == PlayerEventType.AdStart && !entry.Has(JournalMarks.Late))
        {
            _ad = entry.Subject;
            _adBreak = state.JournalIsThinned ? AdBreakOf(_ad) : _adBreak;
        }
    }

    /// <summary>The name of the ad or break on the screen, and its index in its list; null for none.</summary>
    public (string? Name, int? Item) OnScreen(JournalScene scene) => scene switch
    {
        JournalScene.Ad or JournalScene.AdPaused or JournalScene.AdBuffering => (AdName(_ad) ?? UnknownAd, ItemOf(_ad)),
        JournalScene.AdBreak => (AdBreakName(_adBreak), ItemOf(_adBreak)),
        _ => (null, null),
    };

    /// <summary>Index of the ad, ad break, chapter or error that an entry is about in its list; null for none.</summary>
    public int? Item(in JournalEntry entry) => entry.Type switch
    {
        PlayerEventType.AdStart or PlayerEventType.AdComplete or PlayerEventType.AdSkip or PlayerEventType.AdBreakStart or PlayerEventType.ChapterStart
            or PlayerEventType.ChapterComplete or PlayerEventType.ChapterSkip or PlayerEventType.Error => ItemOf(entry.Subject),
        PlayerEventType.AdBreakComplete when !entry.Has(JournalMarks.Late) => ItemOf(_adBreak),
        _ => null,
    };

    /// <summary>What an entry names, and what was unusual about it.</summary>
    public string? Describe(in JournalEntry entry)
    {
        string?[] parts =
        [
            Subject(entry),
            entry is { Type: PlayerEventType.AdStart, Scene: not (JournalScene.Ad or JournalScene.AdPaused or JournalScene.AdBuffering) } && !entry.Has(JournalMarks.Late)
                ? "outside a break" : null,
            entry.Has(JournalMarks.Implied) ? "implied: something else closed it" : null,
            entry.Has(JournalMarks.Late) ? Text($"{JournalWords.Late}{JournalReader.Seconds(entry.LateByMs)} s too late to be put in its place") : null,
            entry.Has(JournalMarks.Stall) ? Text($"stalled for {JournalReader.Seconds(entry.StallMs)} s") : null,
            entry.Has(JournalMarks.Jump) ? Text($"playhead jumped from {JournalReader.Seconds(entry.PriorPlayheadMs)} s") : null,
            entry.Has(JournalMarks.Silence) && !entry.Has(JournalMarks.Implied) ? Text($"after {JournalReader.Seconds(entry.SilenceMs)}{JournalWords.Silence}") : null,
            entry.Has(JournalMarks.Merged) ? Text($"and {entry.Merged} more") : null,
        ];
        var text = string.Join("; ", parts.Where(static part => part is not null));
        return text.Length == 0 ? null : text;
    }

    /// <summary>The break of an ad, as in <see cref="JournalEntry.Subject"/>. The entry that opened the break may have been merged.</summary>
    private long AdBreakOf(long ad) => At(_ads, ad, out var found) ? found.Break + 1 : 0;

    private string? Subject(in JournalEntry entry) => entry.Type switch
    {
        PlayerEventType.AdStart or PlayerEventType.AdComplete or PlayerEventType.AdSkip => AdName(entry.Subject),
        PlayerEventType.AdBreakStart => AdBreakName(entry.Subject),
        PlayerEventType.AdBreakComplete => entry.Has(JournalMarks.Late) ? null : AdBreakName(_adBreak),
        PlayerEventType.ChapterStart or PlayerEventType.ChapterComplete or PlayerEventType.ChapterSkip => ChapterName(entry.Subject),
        PlayerEventType.StateStart or PlayerEventType.StateEnd => At(state.PlayerStates, entry.Subject, out var playerState) ? playerState.Name : null,
        PlayerEventType.Error => ErrorName(entry.Subject),
        PlayerEventType.BitrateChange => entry.Subject > 0 ? Text($"{entry.Subject - 1}") : null,
        _ => null,
    };

    private string? AdName(long subject) => At(_ads, subject, out var ad) && descriptions.Find(ad.Description)?.Ad is { } said ? said.Name ?? said.Id : null;

    private string? AdBreakName(long subject) =>
        At(_adBreaks, subject, out var adBreak) && descriptions.Find(adBreak.Description)?.AdBreak is { } said ? said.Name ?? Text($"break {said.Index}") : null;

    private string? ChapterName(long subject) =>
        At(_chapters, subject, out var chapter) && descriptions.Find(chapter.Description)?.Chapter is { } said ? said.Name ?? Text($"chapter {said.Index}") : null;

    private string? ErrorName(long subject) =>
        At(_errors, subject, out var error) && descriptions.Find(error.Description)?.Error is { } said ? said.Source is { Length: > 0 } source ? $"{said.Id} ({source})" : said.Id : null;

    private static int? ItemOf(long subject) => subject > 0 ? (int)subject - 1 : null;

    private static bool At<T>(T[] list, long subject, out T found)
    {
        var known = subject > 0 && subject <= list.Length;
        found = known ? list[subject - 1] : default!;
        return known;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
