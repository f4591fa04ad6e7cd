namespace SessionGrains.Tracking;

/// <summary>
/// The reorder window: the last events of a session in order of arrival (docs/protocol.md#4-from-events-to-a-session). Nearly all windows hold one ping or
/// nothing, so a session keeps an array of one; a larger array is kept only until the window is empty.
/// </summary>
internal struct ArrivalWindow
{
    public const int MaxEvents = 10;

    /// <summary>Bytes of memory that the texts of its events may take. Beyond it the oldest events leave early; the last one always stays.</summary>
    public const int MaxTextBytes = 16 * 1024;

    /// <summary>How long an event stays in the window, and how long a session accepts overtaken events after its sessionEnd. Server time, ms.</summary>
    public const long MaxAgeMs = 5_000;

    private ArrivedEvent[]? _events;
    private int _count;

    /// <param name="events">In order of arrival. The window takes ownership.</param>
    public ArrivalWindow(ArrivedEvent[]? events) => (_events, _count) = (events, events?.Length ?? 0);

    public readonly int Count => _count;

    public readonly ReadOnlySpan<ArrivedEvent> Events => _events.AsSpan(0, _count);

    /// <summary>Bytes of memory that the texts of the events take.</summary>
    public readonly int TextBytes
    {
        get
        {
            var bytes = 0;
            foreach (ref readonly var arrived in Events)
            {
                bytes += arrived.TextBytes;
            }

            return bytes;
        }
    }

    public void Add(in ArrivedEvent arrived)
    {
        if (_events is null || _count == _events.Length)
        {
            Array.Resize(ref _events, Math.Max(1, _count * 2));
        }

        _events[_count++] = arrived;
    }

    public void RemoveFirst()
    {
        if (_count > 1)
        {
            _events.AsSpan(1, _count - 1).CopyTo(_events);
            _events![--_count] = default;
        }
        else
        {
            Clear();
        }
    }

    public void Clear()
    {
        _count = 0;
        if (_events is { Length: 1 })
        {
            _events[0] = default;
        }
        else
        {
            _events = null;
        }
    }
}
