namespace SessionGrains.Api.Limits;

/// <summary>The queue of a <see cref="WorkLimiter"/>: starts that wait for a place, first come first served.</summary>
internal sealed class StartQueue(int most)
{
    private readonly LinkedList<TaskCompletionSource> _queue = [];
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Null: the queue is full. Else the task ends when there is a place.</summary>
    public LinkedListNode<TaskCompletionSource>? Enqueue()
    {
        lock (_queue)
        {
            if (_queue.Count >= most)
                return null;

            // Whoever leaves a place does not go on with the work of the one who gets it.
            var start = _queue.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            Recount();
            return start;
        }
    }

    /// <summary>The one that has waited longest, or null.</summary>
    public TaskCompletionSource? Dequeue()
    {
        lock (_queue)
        {
            if (_queue.First is not { } first)
                return null;

            _queue.RemoveFirst();
            Recount();
            return first.Value;
        }
    }

    /// <summary>One stops waiting. False: it is not in the queue, because it was given a place.</summary>
    public bool TryRemove(LinkedListNode<TaskCompletionSource> start)
    {
        lock (_queue)
        {
            if (start.List is null)
                return false;

            _queue.Remove(start);
            Recount();
            return true;
        }
    }

    /// <summary>With a fence: who enqueues looks for a place afterwards, who leaves a place looks at the count afterwards, and one of them sees the other.</summary>
    private void Recount() => Interlocked.Exchange(ref _count, _queue.Count);
}
