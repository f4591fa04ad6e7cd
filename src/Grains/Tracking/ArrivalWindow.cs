using System.Diagnostics;

namespace SessionGrains.Tracking;

/// <summary>
/// The events in a reorder window, in order of arrival. One reference, because nearly all windows hold one ping or nothing: a list is made for the second event
/// and given back when the window is empty. What was the last event stays, spent, for the next one to be written into.
/// </summary>
internal struct ArrivalWindow
{
    /// <summary>Null, the only event, a spent one, or a list of those in the window.</summary>
    private object? _events;

    private ArrivalWindow(object? events) => _events = events;

    public readonly int Count => _events switch
    {
        null or ArrivedEvent { IsSpent: true } => 0,
        List<ArrivedEvent> list => list.Count,
        _ => 1,
    };

    public readonly ArrivedEvent this[int index] => _events switch
    {
        List<ArrivedEvent> list => list[index],
        ArrivedEvent { IsSpent: false } only when index == 0 => only,
        _ => throw new ArgumentOutOfRangeException(nameof(index), index, "The window holds fewer events."),
    };

    public static ArrivalWindow Of(List<ArrivedEvent>? events) => new(events switch
    {
        null or [] => null,
        [var only] => only,
        _ => events,
    });

    /// <summary>For the serializer and for <see cref="EventOrder.Apply"/>.</summary>
    public readonly List<ArrivedEvent> ToList() => _events switch
    {
        null or ArrivedEvent { IsSpent: true } => [],
        List<ArrivedEvent> list => list,
        var only => [(ArrivedEvent)only],
    };

    /// <summary>The spent event, if there is one. It is the caller's then.</summary>
    public ArrivedEvent? TakeSpent()
    {
        if (_events is not ArrivedEvent { IsSpent: true } spent)
        {
            return null;
        }

        _events = null;
        return spent;
    }

    public void Add(ArrivedEvent arrived)
    {
        switch (_events)
        {
            case null or ArrivedEvent { IsSpent: true }:
                _events = arrived;
                break;
            case List<ArrivedEvent> list:
                list.Add(arrived);
                break;
            case ArrivedEvent only:
                _events = new List<ArrivedEvent> { only, arrived };
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>The first event has left, and with that nobody looks at it any more.</summary>
    public void RemoveFirst()
    {
        if (_events is List<ArrivedEvent> { Count: > 1 } list)
        {
            list.RemoveAt(0);
        }
        else
        {
            Clear();
        }
    }

    /// <summary>All have left.</summary>
    public void Clear()
    {
        _events = _events is List<ArrivedEvent> list ? list[^1] : _events;
        (_events as ArrivedEvent)?.Spend();
    }
}
