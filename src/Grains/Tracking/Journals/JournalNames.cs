using System.Globalization;

namespace SessionGrains.Tracking.Journals;

/// <summary>Finds the names of what entries refer to, following the journal from its start.</summary>
internal sealed class JournalNames(TrackingState state)
{
    private string? _adBreak;
    private string? _ad;

    public void Follow(in JournalEntry entry)
    {
        if (entry.Type == PlayerEventType.AdBreakStart && !entry.Has(JournalMarks.Late))
        {
            _adBreak = BreakName(entry);
        }
        else if (entry.Type == PlayerEventType.AdStart && !entry.Has(JournalMarks.Late))
        {
            _ad = AdName(entry.Subject);
        }
    }

    /// <summary>The name of the ad or break on the screen, or null.</summary>
    public string? OnScreen(JournalScene scene) => scene switch
    {
        JournalScene.Ad or JournalScene.AdPaused or JournalScene.AdBuffering => _ad,
        JournalScene.AdBreak => _adBreak,
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
            entry.Has(JournalMarks.Late) ? Text($"late: came {JournalReader.Seconds(entry.LateByMs)} s too late to be put in its place") : null,
            entry.Has(JournalMarks.Stall) ? Text($"stalled for {JournalReader.Seconds(entry.StallMs)} s") : null,
            entry.Has(JournalMarks.Jump) ? Text($"playhead jumped from {JournalReader.Seconds(entry.PriorPlayheadMs)} s") : null,
            entry.Has(JournalMarks.Silence) ? Text($"after {JournalReader.Seconds(entry.SilenceMs)} s of silence") : null,
            entry.Has(JournalMarks.Merged) ? Text($"and {entry.Merged} more") : null,
        ];
        var text = string.Join("; ", parts.Where(static part => part is not null));
        return text.Length == 0 ? null : text;
    }

    private string? Subject(in JournalEntry entry) => entry.Type switch
    {
        PlayerEventType.AdStart or PlayerEventType.AdComplete or PlayerEventType.AdSkip => AdName(entry.Subject),
        PlayerEventType.AdBreakStart => BreakName(entry),
        PlayerEventType.AdBreakComplete => entry.Has(JournalMarks.Late) ? null : _adBreak,
        PlayerEventType.ChapterStart or PlayerEventType.ChapterComplete or PlayerEventType.ChapterSkip => ChapterName(entry.Subject),
        PlayerEventType.StateStart or PlayerEventType.StateEnd => At(state.PlayerStates, entry.Subject, out var playerState) ? playerState.Name : null,
        PlayerEventType.Error => At(state.Errors, entry.Subject, out var error) ? ErrorName(error) : null,
        PlayerEventType.BitrateChange => entry.Subject > 0 ? Text($"{entry.Subject - 1}") : null,
        _ => null,
    };

    private string? AdName(long subject) => At(state.Ads, subject, out var ad) ? ad.Name ?? ad.Id : null;

    private string? ChapterName(long subject) => At(state.Chapters, subject, out var chapter) ? chapter.Name ?? Text($"chapter {chapter.Index}") : null;

    private string BreakName(in JournalEntry entry) => At(state.BreakNames, entry.Subject, out var name) ? name : Text($"break {entry.BreakIndex}");

    private static string ErrorName(ErrorCount error) => error.Source.Length == 0 ? error.Id : $"{error.Id} ({error.Source})";

    private static bool At<T>(T[] list, long subject, out T found)
    {
        var known = subject > 0 && subject <= list.Length;
        found = known ? list[subject - 1] : default!;
        return known;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
