namespace SessionGrains.Rooms;

/// <summary>Decides what a silo accepts, by its number of sessions and the room in memory and store.</summary>
internal sealed class Admission(OpenSessions open, StoreRoom store, MemoryRoom memory)
{
    /// <summary>Bytes that a session takes in the store besides its sessionStart. Both count twice, because the report repeats them.</summary>
    private const int OverheadBytes = 1024;

    /// <summary>Whether this silo itself, apart from the store, has room for a new session.</summary>
    public bool CanStart => open.HasRoom && memory.Level == RoomLevel.Roomy;

    /// <summary>Admits a new session.</summary>
    /// <exception cref="SiloFullException">There is no room; the message says where.</exception>
    public void AdmitStart(StartRequest request)
    {
        if (!open.HasRoom)
        {
            throw new SiloFullException($"This silo has {open.Limit} open sessions, which is its limit (Sessions:MaxOpenPerSilo).");
        }

        if (memory.Level != RoomLevel.Roomy)
        {
            throw new SiloFullException("This silo has no memory for further sessions (Memory:TightBelowPercent).");
        }

        if (!store.Take(2 * (request.Body.Length + OverheadBytes)))
        {
            throw new SiloFullException("The session store has no room for further sessions (Storage:Room).");
        }
    }

    /// <summary>Whether an event of an open session can be accepted.</summary>
    public bool CanAdmit(PlayerEvent playerEvent) =>
        (store.Level != RoomLevel.Full && memory.Level != RoomLevel.Full) || !Grows(playerEvent);

    /// <summary>Admits an event whose session must first be loaded, which takes memory too.</summary>
    /// <exception cref="SiloFullException">The memory is full, and the event would be refused after loading.</exception>
    public void AdmitLoad(PlayerEvent playerEvent)
    {
        if (memory.Level == RoomLevel.Full)
        {
            AdmitEvent(playerEvent);
        }
    }

    /// <exception cref="SiloFullException">The event would make its session larger, and there is no room.</exception>
    public void AdmitEvent(PlayerEvent playerEvent)
    {
        if (!CanAdmit(playerEvent))
        {
            throw new SiloFullException(store.Level == RoomLevel.Full ? "The session store is full (Storage:Room)." : "The memory of this silo is full (Memory:FullBelowPercent).");
        }
    }

    /// <summary>
    /// Whether the session grows by the event, beyond what the next event of its type replaces. An end is always accepted, because it frees room.
    /// </summary>
    private static bool Grows(PlayerEvent playerEvent) =>
        !IsPlain(playerEvent) && playerEvent.Type != PlayerEventType.SessionEnd && !(playerEvent.Type == PlayerEventType.Ping && HasOnlyNumbers(playerEvent));

    /// <summary>Whether the event has nothing but type, ts and playhead, as most pings.</summary>
    private static bool IsPlain(PlayerEvent playerEvent) => playerEvent is
    {
        Qoe: null, Ad: null, AdBreak: null, Chapter: null, StatesStart: null, StatesEnd: null, UnknownMember: null, MetadataIgnored: false, Cuts: ReaderCuts.None,
    };

    private static bool HasOnlyNumbers(PlayerEvent ping) =>
        ping is { Qoe: { ErrorId: null, ErrorSource: null, Others: null }, Ad: null, AdBreak: null, Chapter: null, StatesStart: null, StatesEnd: null };
}
