using System.Buffers;
using Orleans.Serialization.Buffers;

namespace SessionGrains.Tracking;

/// <summary>
/// The fields of a <see cref="TrackingState"/>, by number, with what a new state has for them. A session is stored with nearly every event, and of its 80 fields most say nothing. A field that
/// is added to the state is added here.
/// </summary>
internal sealed partial class StoredProgressCodec
{
    private void WriteState<TBufferWriter>(ref Writer<TBufferWriter> writer, TrackingState state)
        where TBufferWriter : IBufferWriter<byte>
    {
        var last = 0u;
        StoredFields.Write(ref writer, ref last, 0, state.LastTs);
        StoredFields.Write(ref writer, ref last, 1, state.LastSentTs);
        StoredFields.Write(ref writer, ref last, 2, state.RanksAtLastTs);
        StoredFields.Write(ref writer, ref last, 3, state.Playhead);
        StoredFields.Write(ref writer, ref last, 4, (byte)state.Main);
        StoredFields.Write(ref writer, ref last, 5, (byte)state.Place);
        StoredFields.Write(ref writer, ref last, 6, (byte)state.AdState);
        StoredFields.Write(ref writer, ref last, 7, state.ContentStarted);
        StoredFields.Write(ref writer, ref last, 8, state.ContentCompleted);
        StoredFields.Write(ref writer, ref last, 9, state.Ended);
        StoredFields.Write(ref writer, ref last, 10, state.LastPlaybackTs, long.MinValue);
        StoredFields.Write(ref writer, ref last, 11, state.CountedMs);
        StoredFields.Write(ref writer, ref last, 12, state.ContentMs);
        StoredFields.Write(ref writer, ref last, 13, state.AdMs);
        StoredFields.Write(ref writer, ref last, 14, state.PauseMs);
        StoredFields.Write(ref writer, ref last, 15, state.BufferMs);
        StoredFields.Write(ref writer, ref last, 16, state.StallMs);
        StoredFields.Write(ref writer, ref last, 17, state.Plays);
        StoredFields.Write(ref writer, ref last, 18, state.Pauses);
        StoredFields.Write(ref writer, ref last, 19, state.Buffers);
        StoredFields.Write(ref writer, ref last, 20, state.Stalls);
        StoredFields.Write(ref writer, ref last, 21, state.FirstAdOrPingTs, long.MinValue);
        StoredFields.Write(ref writer, ref last, 22, state.LastPingTs, long.MinValue);
        StoredFields.Write(ref writer, ref last, 23, state.Markers);
        StoredFields.Write(ref writer, ref last, 24, state.LeastPlayhead, double.NaN);
        StoredFields.Write(ref writer, ref last, 25, state.GreatestPlayhead, double.NaN);

        StoredFields.Write(ref writer, ref last, 30, state.StallPlayhead, double.NaN);
        StoredFields.Write(ref writer, ref last, 31, state.StallSightings);
        StoredFields.Write(ref writer, ref last, 32, state.StallSightedTs);
        StoredFields.Write(ref writer, ref last, 33, state.Stalled);
        StoredFields.Write(ref writer, ref last, 34, shares, state.Suspects);
        StoredFields.Write(ref writer, ref last, 35, state.SuspectSpanMs);
        StoredFields.Write(ref writer, ref last, 36, state.FirstPlayhead, double.NaN);
        StoredFields.Write(ref writer, ref last, 37, state.PlayheadMoved);
        StoredFields.Write(ref writer, ref last, 38, shares, state.FrozenShares);
        StoredFields.Write(ref writer, ref last, 39, state.FrozenSpanMs);
        StoredFields.Write(ref writer, ref last, 40, state.FrozenStalls);
        StoredFields.Write(ref writer, ref last, 41, state.FrozenSentTs);
        StoredFields.Write(ref writer, ref last, 42, intervals, state.Watched);
        StoredFields.Write(ref writer, ref last, 43, state.Watching);

        StoredFields.Write(ref writer, ref last, 50, breaks, state.AdBreak);
        StoredFields.Write(ref writer, ref last, 51, state.AdBreakTs);
        StoredFields.Write(ref writer, ref last, 52, adSummaries, state.Ads);
        StoredFields.Write(ref writer, ref last, 53, ads, state.Ad);
        StoredFields.Write(ref writer, ref last, 54, state.OpenAdTs);
        StoredFields.Write(ref writer, ref last, 55, state.OpenAdMs);
        StoredFields.Write(ref writer, ref last, 56, state.OpenAdIndex, -1);
        StoredFields.Write(ref writer, ref last, 57, state.AdCount);
        StoredFields.Write(ref writer, ref last, 58, state.AdCompletes);
        StoredFields.Write(ref writer, ref last, 59, state.AdSkips);
        StoredFields.Write(ref writer, ref last, 60, chapters, state.Chapters);
        StoredFields.Write(ref writer, ref last, 61, state.ChapterIsOpen);
        StoredFields.Write(ref writer, ref last, 62, state.OpenChapterTs);
        StoredFields.Write(ref writer, ref last, 63, state.OpenChapterMs);
        StoredFields.Write(ref writer, ref last, 64, state.OpenChapterIndex, -1);
        StoredFields.Write(ref writer, ref last, 65, state.ChapterCount);
        StoredFields.Write(ref writer, ref last, 66, state.ChapterCompletes);

        StoredFields.Write(ref writer, ref last, 70, playerStates, state.PlayerStates);

        StoredFields.Write(ref writer, ref last, 80, state.Bitrate, double.NaN);
        StoredFields.Write(ref writer, ref last, 81, state.DroppedFrames, double.NaN);
        StoredFields.Write(ref writer, ref last, 82, state.FramesPerSecond, double.NaN);
        StoredFields.Write(ref writer, ref last, 83, state.TimeToStart, double.NaN);
        StoredFields.Write(ref writer, ref last, 84, state.ErrorId);
        StoredFields.Write(ref writer, ref last, 85, state.ErrorSource);
        StoredFields.Write(ref writer, ref last, 86, quality, state.OtherQuality);
        StoredFields.Write(ref writer, ref last, 87, state.BitrateMs);
        StoredFields.Write(ref writer, ref last, 88, state.BitrateKnownMs);
        StoredFields.Write(ref writer, ref last, 89, state.BitrateChanges);
        StoredFields.Write(ref writer, ref last, 90, state.ErrorEvents);
        StoredFields.Write(ref writer, ref last, 91, errors, state.Errors);
        StoredFields.Write(ref writer, ref last, 92, state.IgnoredDroppedFrames, double.NaN);
        StoredFields.Write(ref writer, ref last, 93, state.IgnoredTimeToStart, double.NaN);

        StoredFields.Write(ref writer, ref last, 100, findings, state.FindingEntries);
        StoredFields.Write(ref writer, ref last, 101, (ushort)state.OverLimitLists);

        StoredFields.Write(ref writer, ref last, 110, state.Journal);
        StoredFields.Write(ref writer, ref last, 111, state.JournalOffsetMs);
        StoredFields.Write(ref writer, ref last, 112, (byte)state.JournalScene);
        StoredFields.Write(ref writer, ref last, 113, state.JournalCount);
        StoredFields.Write(ref writer, ref last, 114, state.JournalIsThinned);
        StoredFields.Write(ref writer, ref last, 115, texts, state.BreakNames);
    }
}
