namespace SessionGrains.Api.Limits;

/// <summary>The queue of a <see cref="WorkLimiter"/>: starts that wait to be processed, first come first served.</summary>
internal sealed class StartQueue
{
    private readonly LinkedList<TaskCompletionSource> _queue = [];
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Null: as many as <paramref name="most"/> wait. Else the task completes when the start may be processed.</summary>
    public LinkedListNode<TaskCompletionSource>? Enqueue(int most)
    {
        lock (_queue)
        {
            if (_queue.Count >= most)
                return null;

            // Continuations run asynchronously: the request that leaves must not run the work of the one it admits.
            var start = _queue.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            UpdateCount();
            return start;
        }
    }

    /// <summary>The start that has waited longest, or null.</summary>
    public TaskCompletionSource? Dequeue()
    {
        lock (_queue)
        {
            if (_queue.First is not { } first)
                return null;

            _queue.RemoveFirst();
            UpdateCount();
            return first.Value;
        }
    }

    /// <summary>Removes a start that stops waiting. False: it is no longer in the queue, because it was admitted.</summary>
    public bool TryRemove(LinkedListNode<TaskCompletionSource> start)
    {
        lock (_queue)
        {
            if (start.List is null)
                return false;

            _queue.Remove(start);
            UpdateCount();
            return true;
        }
    }

    /// <summary>
    /// A full fence: a waiting start enqueues and then checks for capacity, a leaving request releases capacity and then checks the count; one of them sees the other.
    /// </summary>
    private void UpdateCount() => Interlocked.Exchange(ref _count, _queue.Count);
}
