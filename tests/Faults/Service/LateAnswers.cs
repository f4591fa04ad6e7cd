namespace SessionGrains.Faults.Tests;

/// <summary>Answers to posts that took longer than the 5 s that a player waits, or a given time more. Seen only by clients with more patience.</summary>
internal sealed class LateAnswers
{
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(5);

    private readonly ConcurrentQueue<string> _late = [];
    private readonly TimeSpan _inTime;

    /// <param name="grace">Added to what a player waits.</param>
    /// <param name="servers">Whose answers are looked at.</param>
    public LateAnswers(TimeSpan grace, params IEnumerable<TrackingServer> servers)
    {
        _inTime = InTime + grace;
        MachineStalls.Watch();
        foreach (var server in servers)
            server.Answered = Look;
    }

    public IReadOnlyCollection<string> All => _late;

    /// <summary>While everything starts, answers are late because the machine is busy.</summary>
    public void Forget() => _late.Clear();

    private void Look(string path, Answer answer)
    {
        var sent = TimeProvider.System.GetTimestamp() - (long)(answer.Took.TotalSeconds * TimeProvider.System.TimestampFrequency);
        if (answer.Took > _inTime + MachineStalls.Since(sent))
            _late.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{path[(path.LastIndexOf('/') + 1)..]} {answer.Code} {answer.Took.TotalSeconds:0.0} s"));
    }
}
