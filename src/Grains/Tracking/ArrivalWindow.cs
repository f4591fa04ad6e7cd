namespace SessionGrains.Tracking;

/// <summary>
/// The events in a reorder window, in order of arrival. Nearly all windows hold one ping or nothing, so a session keeps an array of one event;
/// a larger one only until the window is empty again.
/// </summary>
internal struct ArrivalWindow
{
    private ArrivedEvent[]? _events;
    private int _count;

    /// <param name="events">In order of arrival; from now on the window's own.</param>
    public ArrivalWindow(ArrivedEvent[]? events) => (_events, _count) = (events, events?.Length ?? 0);

    public readonly int Count => _count;

    public readonly ReadOnlySpan<ArrivedEvent> Events => _events.AsSpan(0, _count);

    /// <summary>What its events say, in bytes of memory.</summary>
    public readonly int TextBytes
    {
        get
        {
            var bytes = 0;
            foreach (ref readonly var arrived in Events)
            {
                bytes += arrived.Details?.TextBytes ?? 0;
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
