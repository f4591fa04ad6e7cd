namespace SessionGrains.Abuse.Tests;

/// <summary>An attack while others watch: they do not notice it, and neither do operators.</summary>
public abstract class AttackTests(ServiceFixture fixture, ITestOutputHelper output)
{
    /// <summary>Processor time that a request, or 64 KiB of one, may take: so many plain pings.</summary>
    private const int PingsAUnit = 50;

    /// <summary>The same for each event of an array beyond that.</summary>
    private const double PingsAnEvent = 0.25;

    /// <summary>The same for each request of the crowd, starts, ends and reports among them, and what operators' numbers cost meanwhile.</summary>
    private const int PingsAnHonestRequest = 4;

    /// <summary>Processor time of the process itself, for garbage collections and recompiling hot code, however small the attack.</summary>
    private static readonly TimeSpan OfItself = TimeSpan.FromMilliseconds(300);

    /// <summary>Stored bytes for each byte that was accepted, decompressed: a session and its report both contain it.</summary>
    private const int StoredForAByte = 4;

    /// <summary>Stored bytes for each byte on the wire, headers included: a body may decompress to 250 times its size, and is stored twice.</summary>
    private const int StoredForAWireByte = 500;

    /// <summary>Stored bytes for each accepted request, however small: pages, indexes, a report's metrics.</summary>
    private const int StoredForARequest = 4 * 1024;

    /// <summary>Stored bytes of the crowd's sessions and of a minute of live numbers.</summary>
    private const int StoredForOthers = 4 * 1024 * 1024;

    /// <summary>An attack that is not refused soon enough is broken off: those that only cost time would take minutes.</summary>
    private static readonly TimeSpan LongestAttack = TimeSpan.FromSeconds(30);

    private protected ServiceFixture Fixture => fixture;

    /// <summary>Lets the crowd come, attacks, lets the crowd go, and reads everything.</summary>
    /// <param name="attack">Sends it all, and gives the paths of sessions that are read afterwards.</param>
    /// <param name="staysWithOne">The crowd's sessions are open before and until after the attack.</param>
    private protected async Task WithstandAsync(Func<Attacker, Complaints, Task<IReadOnlyCollection<string>>> attack, bool staysWithOne = false)
    {
        var complaints = new Complaints();
        using var attacker = new Attacker(fixture.Service.Port, complaints);
        using var crowd = new HonestCrowd(fixture.Service.Port, staysWithOne);
        await Task.Delay(TimeSpan.FromSeconds(1));
        var storedBefore = await fixture.Service.StoredAsync();
        var (began, answersBefore, processorBefore) = (TimeProvider.System.GetTimestamp(), crowd.Answers.Total, fixture.Service.Account.ProcessorTime());
        IReadOnlyCollection<string> toRead = [];
        try
        {
            toRead = await attack(attacker, complaints).WaitAsync(LongestAttack);
        }
        catch (TimeoutException)
        {
            complaints.Add($"the attack kept the service busy for over {LongestAttack.TotalSeconds:0} s");
        }

        var took = TimeProvider.System.GetElapsedTime(began);
        var allowed = (OfItself / fixture.PingCost) + (attacker.Units * PingsAUnit) + (attacker.Events * PingsAnEvent) + ((crowd.Answers.Total - answersBefore) * PingsAnHonestRequest);
        var processor = fixture.Service.IsAlive ? fixture.Service.Account.ProcessorTime() - processorBefore : TimeSpan.Zero;
        await crowd.LeaveAsync();

        // Who stays comes once, and where the attack before has left little memory that start may have to be repeated: starts are what is refused then.
        foreach (var wrong in crowd.Answers.Wrong.Where(one => !staysWithOne || !one.StartsWith("sessionStart was answered 503", StringComparison.Ordinal)))
            complaints.Add($"an honest {wrong}");
        var pings = processor / fixture.PingCost;
        if (pings > allowed)
            complaints.Add("processor time", Invariant($"{processor.TotalSeconds:0.00} s are {pings:0} pings, at most {allowed:0}"));

        await JudgeAsync(attacker, crowd, toRead, complaints);
        var stored = fixture.Service.IsAlive ? await fixture.Service.StoredAsync() - storedBefore : 0;
        var storable = Math.Min(attacker.Kept.Bytes * StoredForAByte, attacker.WireBytes * StoredForAWireByte) + (attacker.Kept.Requests * StoredForARequest) + StoredForOthers;
        if (stored > storable)
            complaints.Add("stored bytes", Invariant($"{stored:N0}, at most {storable:N0}"));

        if (!fixture.Service.IsAlive)
            complaints.Add("the process died");

        output.WriteLine(Invariant($"sent {attacker.Requests} requests, {attacker.WireBytes:N0} bytes, {attacker.PlainBytes:N0} decompressed, {attacker.Kept.Bytes:N0} of them accepted; answers {attacker.Answers}"));
        output.WriteLine(Invariant($"{took.TotalSeconds:0.0} s; processor {processor.TotalSeconds:0.00} s, {pings:0} pings of {allowed:0} (a ping {fixture.PingCost.TotalMicroseconds:0} µs); stored {stored:N0} bytes; peak memory {Peak()}"));
        output.WriteLine(Invariant($"crowd: {crowd.Answers.Total} answers, slowest {crowd.Answers.TakeLatencies().All.Max:0} ms, {crowd.Sessions.Count} sessions; feed {fixture.Feed.Lines} lines, {fixture.Feed.Bytes:N0} characters"));
        Assert.False(complaints.Any, $"{complaints}\n{fixture.Service.KeepOutput()}");
    }

    private async Task JudgeAsync(Attacker attacker, HonestCrowd crowd, IReadOnlyCollection<string> toRead, Complaints complaints)
    {
        if (!fixture.Service.IsAlive)
            return;

        if (!await fixture.Operator.IsReadyAsync())
            complaints.Add("/health/ready is not 200");
        if (crowd.Sessions.Count < HonestCrowd.Size)
            complaints.Add("not everybody of the crowd could watch", $"{crowd.Sessions.Count} sessions");

        await fixture.Operator.ReadAudienceAsync(complaints);
        await fixture.Operator.ReadSessionsAsync(toRead, complaints);
        await fixture.Operator.ReadSessionsAsync(crowd.Sessions.Take(HonestCrowd.Size), complaints);

        // The reports of what an attack kept count as stored by it.
        await fixture.ExpectReportsAsync(crowd.Sessions, later: attacker.Kept.Bytes < StoredForOthers / StoredForAByte, complaints);
    }

    private string Peak() => fixture.Service.IsAlive ? Invariant($"{fixture.Service.Account.PeakResidentBytes() / 1024 / 1024} MiB") : "unknown";

    private protected static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
