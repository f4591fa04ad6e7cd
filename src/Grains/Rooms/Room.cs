namespace SessionGrains.Rooms;

/// <summary>
/// Free capacity of a resource. It is measured in the background (<see cref="Record"/>); requests of players only read it (<see cref="Level"/>). Without a
/// measurement it is <see cref="RoomLevel.Roomy"/>. Thread-safe.
/// </summary>
public abstract partial class Room(string name, ILogger logger)
{
    private readonly Lock _lock = new();
    private int _level;
    private long _leftForStarts = long.MaxValue;
    private RoomSample _last;

    public RoomLevel Level => (RoomLevel)Volatile.Read(ref _level);

    /// <summary>The last measurement; all zero before the first.</summary>
    public RoomSample Last
    {
        get
        {
            lock (_lock)
            {
                return _last;
            }
        }
    }

    /// <summary>
    /// Reserves room for something new; false if there is none. Reservations count until the next measurement, so that a rush between two measurements does not
    /// pass both thresholds.
    /// </summary>
    public bool Take(long bytes) => Level == RoomLevel.Roomy && Interlocked.Add(ref _leftForStarts, -bytes) >= 0;

    /// <summary>The level that a measurement would result in.</summary>
    public RoomLevel LevelOf(RoomSample sample) => ThresholdsOf(sample).Level(sample.FreeBytes, Level);

    /// <summary>Records a measurement and returns the resulting level.</summary>
    public RoomLevel Record(RoomSample sample)
    {
        lock (_lock)
        {
            var (before, thresholds) = (Level, ThresholdsOf(sample));
            var level = thresholds.Level(sample.FreeBytes, before);
            _last = sample;
            Volatile.Write(ref _leftForStarts, sample.FreeBytes - thresholds.TightBelow);
            Volatile.Write(ref _level, (int)level);
            if (level != before)
            {
                Log(level, sample);
            }

            return level;
        }
    }

    protected abstract RoomThresholds ThresholdsOf(RoomSample sample);

    private void Log(RoomLevel level, RoomSample sample)
    {
        var (free, limit) = (sample.FreeBytes >> 10, sample.LimitBytes >> 10);
        if (level == RoomLevel.Full)
        {
            LogFull(logger, name, free, limit);
        }
        else if (level == RoomLevel.Tight)
        {
            LogTight(logger, name, free, limit);
        }
        else
        {
            LogRoomy(logger, name, free, limit);
        }
    }

    [LoggerMessage(EventId = 321, Level = LogLevel.Error, Message = "The {Room} is full: {FreeKiB} KiB are free of {LimitKiB}. Starts are answered 503, and so is every event that would make a session larger.")]
    private static partial void LogFull(ILogger logger, string room, long freeKiB, long limitKiB);

    [LoggerMessage(EventId = 322, Level = LogLevel.Warning, Message = "The {Room} is tight: {FreeKiB} KiB are free of {LimitKiB}. Starts are answered 503; open sessions go on.")]
    private static partial void LogTight(ILogger logger, string room, long freeKiB, long limitKiB);

    [LoggerMessage(EventId = 323, Level = LogLevel.Warning, Message = "The {Room} has room again: {FreeKiB} KiB are free of {LimitKiB}. Starts are taken.")]
    private static partial void LogRoomy(ILogger logger, string room, long freeKiB, long limitKiB);
}
