using SessionGrains.Messages;

namespace SessionGrains.Tracking;

/// <summary>What an event says beyond what, when and where.</summary>
internal static class EventTexts
{
    extension(PlayerEvent playerEvent)
    {
        /// <summary>True when it says no more than what, when and where, as pings do.</summary>
        public bool IsPlain => playerEvent is
        {
            Qoe: null, Ad: null, AdBreak: null, Chapter: null, StatesStart: null, StatesEnd: null, UnknownMember: null, MetadataIgnored: false, Cuts: ReadingCuts.None,
        };

        /// <summary>Memory that its texts take, in bytes.</summary>
        public int TextBytes =>
            KeptText.BytesOf(playerEvent.Ad?.Id) + KeptText.BytesOf(playerEvent.Ad?.Name) + KeptText.BytesOf(playerEvent.AdBreak?.Name)
            + KeptText.BytesOf(playerEvent.Chapter?.Name) + KeptText.BytesOf(playerEvent.UnknownMember)
            + KeptText.BytesOf(playerEvent.StatesStart) + KeptText.BytesOf(playerEvent.StatesEnd) + BytesOf(playerEvent.Qoe);
    }

    private static int BytesOf(QoeValues? quality) => quality is null ? 0
        : KeptText.BytesOf(quality.ErrorId) + KeptText.BytesOf(quality.ErrorSource)
        + (quality.Others?.Sum(static other => KeptText.BytesOf(other.Key) + KeptText.BytesOf(other.RawValue)) ?? 0);
}
