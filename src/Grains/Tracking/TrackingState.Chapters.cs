namespace SessionGrains.Tracking;

/// <summary>Chapters. Their time is the content time while they are open; they cannot overlap.</summary>
internal sealed partial class TrackingState
{
    public const int MaxChapters = 200;

    public CompactList<ChapterEntry> Chapters;
    public bool ChapterIsOpen;
    public long OpenChapterTs;
    public long OpenChapterMs;

    /// <summary>Index of the open chapter in <see cref="Chapters"/>, or −1 if that list is full.</summary>
    public int OpenChapterIndex = -1;

    public int ChapterCount;
    public int ChapterCompletes;

    private void OpenChapter(in ArrivedEvent arrived)
    {
        if (Main == PlaybackState.Completed)
        {
            AddFinding(FindingKind.AfterComplete, arrived.SentTs);
            return;
        }

        CloseChapter(arrived.Time);
        OpenChapterIndex = AddChapter(arrived, PlayOutcome.Open);
        ChapterIsOpen = true;
        OpenChapterTs = arrived.Ts;
        OpenChapterMs = 0;
    }

    /// <summary>Counts the chapter and adds it to the list if there is room. Returns its index, or −1.</summary>
    private int AddChapter(in ArrivedEvent arrived, PlayOutcome outcome)
    {
        ChapterCount++;
        if (arrived.Details?.Description is not > 0 || Chapters.Count >= MaxChapters)
        {
            RecordOverLimit(BoundedList.Chapters, arrived.SentTs);
            return -1;
        }

        Chapters = Chapters.With(new ChapterEntry(arrived.Details.Description, arrived.SentTs, arrived.SentTs, 0, outcome, arrived.Time.ShiftMs));
        return Chapters.Count - 1;
    }

    /// <summary>A chapterComplete or chapterSkip.</summary>
    private void EndChapter(in ArrivedEvent arrived, PlayOutcome outcome)
    {
        if (!ChapterIsOpen)
        {
            AddFinding(FindingKind.NothingToClose, arrived.SentTs);
            return;
        }

        ChapterCompletes += outcome == PlayOutcome.Completed ? 1 : 0;
        FinishChapter(outcome, arrived.Time);
    }

    /// <summary>Closes the chapter because something else begins or ends.</summary>
    private void CloseChapter(in EventTime at)
    {
        if (ChapterIsOpen)
        {
            AddFinding(FindingKind.UnclosedChapter, at.SentTs);
            FinishChapter(PlayOutcome.Cut, at);
        }
    }

    private void FinishChapter(PlayOutcome outcome, in EventTime at)
    {
        if (OpenChapterIndex >= 0)
        {
            Chapters = Chapters.With(OpenChapterIndex, Chapters[OpenChapterIndex] with { TimePlayedMs = OpenChapterMs, Outcome = outcome, EndTs = at.SentTs, EndShiftMs = at.ShiftMs });
        }

        ChapterIsOpen = false;
        OpenChapterIndex = -1;
    }

    /// <param name="at">Index in the list of chapters.</param>
    /// <param name="ms">Negative if the time turned out to be a stall; the chapter may be closed by then.</param>
    private void AddChapterTime(int at, long ms)
    {
        if (ChapterIsOpen && at == OpenChapterIndex)
        {
            OpenChapterMs += ms;
        }
        else
        {
            Chapters = Chapters.With(at, Chapters[at] with { TimePlayedMs = Chapters[at].TimePlayedMs + ms });
        }
    }
}
