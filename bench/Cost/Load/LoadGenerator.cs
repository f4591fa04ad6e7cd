using HdrHistogram;

namespace SessionGrains.Bench.Cost;

/// <summary>Loads one server over many connections from one thread, which is whoever calls.</summary>
internal sealed class LoadGenerator : IDisposable
{
    // Longer than any answer may take (5 s, docs/protocol.md#3-answers-that-are-promises).
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly EventPoll _poll = new();
    private readonly LoadConnection[] _connections;

    /// <param name="servers">Its addresses, which get equal shares of the connections.</param>
    /// <param name="connections">How many in all.</param>
    public LoadGenerator(IReadOnlyList<IPEndPoint> servers, int connections) =>
        _connections = [.. Enumerable.Range(0, connections).Select(number => new LoadConnection(servers[number % servers.Count], _poll, number))];

    /// <summary>Closed loop: every connection sends its next request when it has its answer. Ends after that time, or when there is no more work.</summary>
    public LoadResult Saturate(IWork work, TimeSpan time, CancellationToken cancellation)
    {
        var run = new Run(work);
        var end = run.Start + (long)(time.TotalSeconds * Stopwatch.Frequency);
        foreach (var connection in _connections)
            run.Send(connection, Stopwatch.GetTimestamp());

        while (run.OnTheirWay > 0)
        {
            var ready = Wait(Patience, cancellation);
            for (var i = 0; i < ready; i++)
            {
                var connection = _connections[_poll.Tag(i)];
                if (run.Receive(connection) && Stopwatch.GetTimestamp() is var now && now < end)
                    run.Send(connection, now);
            }
        }

        return run.Finish();
    }

    /// <summary>
    /// Open loop: requests are due at a fixed rate whatever the server does, and an answer's time counts from when its request was due, so that
    /// waiting for a slow server is not left out.
    /// </summary>
    public LoadResult Pace(IWork work, double perSecond, TimeSpan time, CancellationToken cancellation)
    {
        var run = new Run(work);
        var free = new Stack<LoadConnection>(_connections);
        var interval = Stopwatch.Frequency / perSecond;
        var requests = (long)(time.TotalSeconds * perSecond);
        long sent = 0;
        while (sent < requests || run.OnTheirWay > 0)
        {
            var dueAt = run.Start + (long)(sent * interval);
            var now = Stopwatch.GetTimestamp();
            while (sent < requests && dueAt <= now && free.TryPop(out var connection))
            {
                run.Send(connection, dueAt);
                dueAt = run.Start + (long)(++sent * interval);
            }

            var waits = sent < requests && free.Count > 0;
            var ready = Wait(waits ? Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), dueAt) : Patience, cancellation, isLate: !waits);
            for (var i = 0; i < ready; i++)
            {
                var connection = _connections[_poll.Tag(i)];
                if (run.Receive(connection))
                    free.Push(connection);
            }
        }

        return run.Finish();
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
            connection.Dispose();

        _poll.Dispose();
    }

    private int Wait(TimeSpan most, CancellationToken cancellation, bool isLate = true)
    {
        cancellation.ThrowIfCancellationRequested();
        var ready = _poll.Wait(most);
        return ready > 0 || !isLate ? ready : throw new LoadFailedException($"No answer within {Patience.TotalSeconds:F0} s.");
    }

    private sealed class Run(IWork work)
    {
        private readonly LongHistogram _microseconds = new(60_000_000, 3);
        private long _requests;

        public long Start { get; } = Stopwatch.GetTimestamp();

        public int OnTheirWay { get; private set; }

        public void Send(LoadConnection connection, long dueAt)
        {
            connection.Slot = work.Next(connection.Buffer);
            if (connection.Slot < 0)
                return;

            connection.DueAt = dueAt;
            connection.Send();
            OnTheirWay++;
        }

        public bool Receive(LoadConnection connection)
        {
            if (!connection.Receive(out var id))
                return false;

            work.Answered(connection.Slot, id);
            _microseconds.RecordValue(Math.Clamp((long)Stopwatch.GetElapsedTime(connection.DueAt).TotalMicroseconds, 1, 60_000_000));
            _requests++;
            OnTheirWay--;
            return true;
        }

        public LoadResult Finish() => new(_requests, Stopwatch.GetElapsedTime(Start), _microseconds);
    }
}

/// <summary>Requests that were answered as they should, the time from the first request to the last answer, the times of the answers in µs.</summary>
internal sealed record LoadResult(long Requests, TimeSpan Elapsed, LongHistogram Microseconds)
{
    public double PerSecond => Requests / Elapsed.TotalSeconds;
}
