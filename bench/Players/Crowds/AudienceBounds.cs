namespace SessionGrains.Players;

/// <summary>
/// The least and the greatest number of open sessions, of each title and in total, that agree with what was sent and answered so far. Between a request and its
/// answer both are possible.
/// </summary>
internal sealed class AudienceBounds(int titles)
{
    private static readonly TimeSpan CachedAnswer = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Count[] _counts = new Count[titles];
    private readonly Queue<(TimeSpan At, Bounds[] Titles)> _past = new();

    /// <summary>A sessionStart is about to be sent.</summary>
    public void Asks(Title title)
    {
        lock (_lock)
            _counts[title.Number].Asked++;
    }

    public void IsAnswered(Title title, Answer answer)
    {
        lock (_lock)
        {
            _counts[title.Number].Opened += answer.IsSuccess ? 1 : 0;
            _counts[title.Number].Refused += answer.IsSuccess || answer.IsUncertain ? 0 : 1;
        }
    }

    /// <summary>A sessionComplete or sessionEnd is about to be sent, or the viewer leaves without one: the session may be counted or not from now on.</summary>
    public void Leaves(Title title)
    {
        lock (_lock)
            _counts[title.Number].Leaving++;
    }

    /// <summary>The sessionEnd was answered with 2xx: the session is not open.</summary>
    public void HasLeft(Title title)
    {
        lock (_lock)
            _counts[title.Number].Left++;
    }

    /// <summary>Keeps the bounds of this moment. Called several times a second.</summary>
    public void Remember(TimeSpan now)
    {
        lock (_lock)
        {
            _past.Enqueue((now, Current()));
            while (now - _past.Peek().At > CachedAnswer)
                _past.Dequeue();
        }
    }

    /// <summary>The least and the most, by title.</summary>
    public Bounds[] Now()
    {
        lock (_lock)
            return Current();
    }

    /// <summary>The least and the most of the last seconds, by title.</summary>
    public Bounds[] Recent()
    {
        lock (_lock)
        {
            var bounds = Current();
            foreach (var (_, past) in _past)
            {
                for (var title = 0; title < bounds.Length; title++)
                    bounds[title] = bounds[title].Around(past[title]);
            }

            return bounds;
        }
    }

    /// <summary>The least and the greatest total of any moment in the last seconds.</summary>
    public Bounds RecentTotal()
    {
        lock (_lock)
            return _past.Select(static past => Bounds.Sum(past.Titles)).Aggregate(Bounds.Sum(Current()), static (one, other) => one.Around(other));
    }

    private Bounds[] Current() => [.. _counts.Select(static count => new Bounds(count.Opened - count.Leaving, count.Asked - count.Refused - count.Left))];

    private struct Count
    {
        public int Asked;
        public int Opened;
        public int Refused;
        public int Leaving;
        public int Left;
    }
}

/// <summary>A number lies between these two, both included.</summary>
internal readonly record struct Bounds(int Least, int Most)
{
    public static Bounds Sum(IEnumerable<Bounds> parts) => parts.Aggregate(default(Bounds), static (sum, one) => new Bounds(sum.Least + one.Least, sum.Most + one.Most));

    public Bounds Around(Bounds other) => new(Math.Min(Least, other.Least), Math.Max(Most, other.Most));

    public bool Contain(int number) => number >= Least && number <= Most;
}
