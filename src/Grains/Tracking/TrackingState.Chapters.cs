namespace SessionGrains.Tracking;

/// <summary>Chapters. Their time is the content time while they are open; they cannot overlap.</summary>
internal sealed partial class TrackingState
{
    private const int MaxChapters = 200;

    public ChapterSummary[] Chapters = [];
    public bool ChapterIsOpen;
    public long OpenChapterTs;
    public long OpenChapterMs;

    /// <summary>Index of the open chapter in <see cref="Chapters"/>, or −1 if that list is full.</summary>
    public int OpenChapterIndex = -1;

    public int ChapterCount;
    public int ChapterCompletes;

    private void OpenChapter(in ArrivedEvent arrived)
    {
        CloseChapter(arrived.SentTs);
        OpenChapterIndex = AddChapter(arrived);
        ChapterIsOpen = true;
        OpenChapterTs = arrived.Ts;
        OpenChapterMs = 0;
    }

    /// <summary>Counts the chapter and adds it to the list if there is room. Returns its index, or −1.</summary>
    private int AddChapter(in ArrivedEvent arrived)
    {
        ChapterCount++;
        var opening = arrived.Details!.Chapter!;
        if (Chapters.Length >= MaxChapters || !FitsTextLimit(BoundedText.BytesOf(opening.Name)))
        {
            RecordOverLimit(BoundedList.Chapters, arrived.SentTs);
            return -1;
        }

        Chapters = [.. Chapters, new() { Index = opening.Index, Name = BoundedText.Cut(opening.Name), StartTs = arrived.SentTs }];
        return Chapters.Length - 1;
    }

    private void CompleteChapter()
    {
        if (ChapterIsOpen)
        {
            ChapterCompletes++;
            FinishChapter(completed: true);
        }
    }

    private void SkipChapter()
    {
        if (ChapterIsOpen)
        {
            FinishChapter(completed: false);
        }
    }

    private void CloseChapter(long sentTs)
    {
        if (ChapterIsOpen)
        {
            AddFinding(FindingKind.UnclosedChapter, sentTs);
            SkipChapter();
        }
    }

    private void FinishChapter(bool completed)
    {
        if (OpenChapterIndex >= 0)
        {
            Chapters = Chapters.With(OpenChapterIndex, Chapters[OpenChapterIndex] with { TimePlayedMs = OpenChapterMs, Outcome = completed ? PlayOutcome.Completed : PlayOutcome.Skipped });
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
