using SessionGrains.Messages;
using SessionGrains.Tracking;

namespace SessionGrains.Rooms;

/// <summary>What a silo still takes, by the sessions that it has and by the room in its memory and in the store.</summary>
internal sealed class Admission(OpenSessions open, StoreRoom store, MemoryRoom memory)
{
    /// <summary>What a session takes of the store besides its sessionStart, and that comes twice: the report tells it again.</summary>
    private const int OverheadBytes = 1024;

    /// <summary>For a session that is new.</summary>
    /// <exception cref="SiloFullException">There is no room for one; the message says where.</exception>
    public void Start(StartRequest request)
    {
        if (!open.HasRoom)
        {
            throw new SiloFullException($"This silo has {open.Most} open sessions, which is all it takes (Sessions:MaxOpenPerSilo).");
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

    /// <summary>For an event of a session that is open.</summary>
    public bool Takes(PlayerEvent playerEvent) =>
        (store.Level != RoomLevel.Full && memory.Level != RoomLevel.Full) || !Grows(playerEvent);

    /// <summary>For an event whose session must be read from the store first, which takes memory too.</summary>
    /// <exception cref="SiloFullException">The memory is full, and the event would be refused once the session is there.</exception>
    public void Load(PlayerEvent playerEvent)
    {
        if (memory.Level == RoomLevel.Full)
        {
            Event(playerEvent);
        }
    }

    /// <exception cref="SiloFullException">It would make its session larger, and there is no room.</exception>
    public void Event(PlayerEvent playerEvent)
    {
        if (!Takes(playerEvent))
        {
            throw new SiloFullException(store.Level == RoomLevel.Full ? "The session store is full (Storage:Room)." : "The memory of this silo is full (Memory:FullBelowPercent).");
        }
    }

    /// <summary>Whether a session keeps more for the event than the next one of its kind replaces. An end is always taken: it is how room comes back.</summary>
    private static bool Grows(PlayerEvent playerEvent) =>
        !playerEvent.IsPlain && playerEvent.Type != PlayerEventType.SessionEnd && !(playerEvent.Type == PlayerEventType.Ping && HasOnlyNumbers(playerEvent));

    private static bool HasOnlyNumbers(PlayerEvent ping) =>
        ping is { Qoe: { ErrorId: null, ErrorSource: null, Others: null }, Ad: null, AdBreak: null, Chapter: null, StatesStart: null, StatesEnd: null };
}
