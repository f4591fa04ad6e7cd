namespace SessionGrains.Faults.Tests;

/// <summary>The players of the runs and the texts of their figures.</summary>
internal static class CrowdOfFaults
{
    /// <summary>The front doors on these ports of the machine, one of them at random for each request.</summary>
    public static TrackingServer Reach(IEnumerable<int> ports) => new(ports, key: RunningProcess.OperatorKey);

    /// <summary>Players whose events all have marks.</summary>
    /// <param name="server">Where they send.</param>
    /// <param name="players">How many.</param>
    /// <param name="mayBeAbandoned">Whether sessions may be left without a sessionEnd now; null: never.</param>
    public static Crowd Of(TrackingServer server, int players, Func<bool>? mayBeAbandoned = null) =>
        new(FaultSettings.Seed, players, _ => server, (player, session) => new MarkedScript(FaultSettings.Seed, player, session, mayBeAbandoned));

    public static string Text(TimeSpan time) => time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";

    /// <summary>What was sent and what was found, for the output of a run.</summary>
    public static string Figures(Ledger ledger, Answers answers) =>
        $"sessions {ledger.Sessions}, events acknowledged {ledger.Acknowledged}, unanswered {ledger.Unanswered} (of these in: {ledger.InThoughUnanswered}); LOST {ledger.Lost}, "
        + $"APPLIED TWICE {ledger.AppliedTwice}, other complaints {ledger.Complaints.Count}; metrics compared {ledger.Compared}, not comparable {ledger.Of(Verdict.NotComparable)}; answers {answers.Codes}";
}
