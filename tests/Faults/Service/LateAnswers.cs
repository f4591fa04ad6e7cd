namespace SessionGrains.Faults.Tests;

/// <summary>Answers to posts that took longer than the 5 s that a player waits. Seen only by clients with more patience.</summary>
internal sealed class LateAnswers
{
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(5);

    private readonly ConcurrentQueue<string> _late = [];

    public LateAnswers(params IEnumerable<TrackingServer> servers)
    {
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
        if (answer.Took > InTime + MachineStalls.Since(sent))
            _late.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{path[(path.LastIndexOf('/') + 1)..]} {answer.Code} {answer.Took.TotalSeconds:0.0} s"));
    }
}
