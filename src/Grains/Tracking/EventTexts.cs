namespace SessionGrains.Tracking;

internal static class EventTexts
{
    extension(PlayerEvent playerEvent)
    {
        /// <summary>True if the event has nothing but type, ts and playhead, as most pings.</summary>
        public bool IsPlain => playerEvent is
        {
            Qoe: null, Ad: null, AdBreak: null, Chapter: null, StatesStart: null, StatesEnd: null, UnknownMember: null, MetadataIgnored: false, Cuts: ReaderCuts.None,
        };

        /// <summary>Bytes of memory that the texts of the event take.</summary>
        public int TextBytes =>
            BoundedText.BytesOf(playerEvent.Ad?.Id) + BoundedText.BytesOf(playerEvent.Ad?.Name) + BoundedText.BytesOf(playerEvent.AdBreak?.Name)
            + BoundedText.BytesOf(playerEvent.Chapter?.Name) + BoundedText.BytesOf(playerEvent.UnknownMember)
            + BoundedText.BytesOf(playerEvent.StatesStart) + BoundedText.BytesOf(playerEvent.StatesEnd) + BytesOf(playerEvent.Qoe);
    }

    private static int BytesOf(QoeValues? quality) => quality is null ? 0
        : BoundedText.BytesOf(quality.ErrorId) + BoundedText.BytesOf(quality.ErrorSource)
        + (quality.Others?.Sum(static other => BoundedText.BytesOf(other.Key) + BoundedText.BytesOf(other.RawValue)) ?? 0);
}
