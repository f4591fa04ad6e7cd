namespace SessionGrains.Tracking;

/// <summary>
/// The events of one ts that change player states, in order of arrival. A statesUpdate may be picked because it closes a state or because it opens one, so an
/// event is in several queues: one for each state that it ends, one of those that open a state, and one of all. It is returned once; the other queues skip it.
/// </summary>
internal sealed class EqualTsStateQueues
{
    private readonly HashSet<int> _taken = [];
    private readonly Queue<int> _all = new();
    private readonly Queue<int> _opening = new();
    private readonly Dictionary<string, Queue<int>> _closing = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The queues of <see cref="_closing"/> by index in the session's list of states; a state keeps its index.</summary>
    private readonly List<Queue<int>?> _closingByState = [];

    public void Add(int index, EventDetails? details)
    {
        _all.Enqueue(index);
        if (details?.StatesStart is { Length: > 0 })
        {
            _opening.Enqueue(index);
        }

        foreach (var name in details?.StatesEnd ?? [])
        {
            if (!_closing.TryGetValue(name, out var queue))
            {
                _closing.Add(name, queue = new());
            }

            queue.Enqueue(index);
        }
    }

    /// <summary>The first event that ends an open state.</summary>
    /// <param name="states">The session's states, at most ten.</param>
    public int? TakeClosing(PlayerState[] states)
    {
        if (_closing.Count == 0)
        {
            return null;
        }

        while (_closingByState.Count < states.Length)
        {
            _closingByState.Add(_closing.GetValueOrDefault(states[_closingByState.Count].Name));
        }

        var first = int.MaxValue;
        for (var i = 0; i < states.Length; i++)
        {
            if (states[i].IsOpen && _closingByState[i] is { } queue && IsLeft(queue))
            {
                first = Math.Min(first, queue.Peek());
            }
        }

        return first == int.MaxValue ? null : TakeAt(first);
    }

    /// <summary>The first event that opens a state.</summary>
    public int? TakeOpening() => TakeFirst(_opening);

    public int? TakeFirst() => TakeFirst(_all);

    private int? TakeFirst(Queue<int> queue) => IsLeft(queue) ? TakeAt(queue.Peek()) : null;

    private bool IsLeft(Queue<int> queue)
    {
        while (queue.TryPeek(out var index) && _taken.Contains(index))
        {
            queue.Dequeue();
        }

        return queue.Count > 0;
    }

    private int TakeAt(int index)
    {
        _taken.Add(index);
        return index;
    }
}
