using System.Diagnostics;

namespace SessionGrains.Tracking;

/// <summary>
/// The events in a reorder window, in order of arrival. One reference, because nearly all windows hold one ping or nothing: a list is made for the second event
/// and given back when the window is empty (<see cref="Spares{T}"/>).
/// </summary>
internal struct ArrivalWindow
{
    /// <summary>Null, the only event, or a list of them.</summary>
    private object? _events;

    private ArrivalWindow(object? events) => _events = events;

    public readonly int Count => _events switch
    {
        null => 0,
        List<ArrivedEvent> list => list.Count,
        _ => 1,
    };

    /// <summary>What its events say, in bytes of memory.</summary>
    public readonly int TextBytes
    {
        get
        {
            var bytes = 0;
            for (var i = 0; i < Count; i++)
            {
                bytes += this[i].Details?.TextBytes ?? 0;
            }

            return bytes;
        }
    }

    public readonly ArrivedEvent this[int index] => _events switch
    {
        List<ArrivedEvent> list => list[index],
        ArrivedEvent only when index == 0 => only,
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
        null => [],
        List<ArrivedEvent> list => list,
        var only => [(ArrivedEvent)only],
    };

    public void Add(ArrivedEvent arrived)
    {
        switch (_events)
        {
            case null:
                _events = arrived;
                break;
            case List<ArrivedEvent> list:
                list.Add(arrived);
                break;
            case ArrivedEvent only:
                var several = Spares<List<ArrivedEvent>>.Take() ?? new(4);
                several.Add(only);
                several.Add(arrived);
                _events = several;
                break;
            default:
                throw new UnreachableException();
        }
    }

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

    public void Clear()
    {
        if (_events is List<ArrivedEvent> list)
        {
            list.Clear();
            Spares<List<ArrivedEvent>>.Keep(list);
        }

        _events = null;
    }
}
