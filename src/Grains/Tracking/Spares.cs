namespace SessionGrains.Tracking;

/// <summary>
/// Objects that a session has no more use for, until another one needs one. New objects would be referred to by old ones, live for some seconds and die: the garbage
/// collector looks at each such reference in each collection, and moves the object through all generations (record 7). One is at hand for each thread, the others
/// lie with the processor.
/// </summary>
internal static class Spares<T>
    where T : class
{
    /// <summary>
    /// For each processor: 5 MiB of the largest, a <see cref="TrackingState"/>. Who gives one back empties it first; what it referred to may
    /// be hundreds of KiB.
    /// </summary>
    private const int Most = 8_192;

    private static readonly Shelf[] Shelves = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(static _ => new Shelf())];

    [ThreadStatic]
    private static T? atHand;

    /// <summary>One that nobody looks at any more, with whatever numbers it held; null where there is none.</summary>
    public static T? Take()
    {
        if (atHand is { } taken)
        {
            atHand = null;
            return taken;
        }

        return Here.Take();
    }

    /// <summary>Takes back one that nobody looks at any more and that refers to nothing.</summary>
    public static void Keep(T spare)
    {
        if (atHand is null)
        {
            atHand = spare;
        }
        else
        {
            Here.Keep(spare);
        }
    }

    private static Shelf Here => Shelves[Thread.GetCurrentProcessorId() % Shelves.Length];

    private sealed class Shelf
    {
        private readonly Lock _gate = new();
        private readonly Stack<T> _spares = new();

        public T? Take()
        {
            lock (_gate)
            {
                return _spares.TryPop(out var spare) ? spare : null;
            }
        }

        public void Keep(T spare)
        {
            lock (_gate)
            {
                if (_spares.Count < Most)
                {
                    _spares.Push(spare);
                }
            }
        }
    }
}
