namespace SessionGrains.Tracking;

internal static class PlainEvents
{
    extension(PlayerEvent playerEvent)
    {
        /// <summary>True if the event has nothing but type, ts and playhead, as most pings.</summary>
        public bool IsPlain => playerEvent is
        {
            Qoe: null, Ad: null, AdBreak: null, Chapter: null, StatesStart: null, StatesEnd: null, UnknownMember: null, MetadataIgnored: false, Cuts: ReaderCuts.None,
        };
    }
}
