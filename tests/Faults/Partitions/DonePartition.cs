using static SessionGrains.Faults.Tests.CrowdOfFaults;

namespace SessionGrains.Faults.Tests;

/// <summary>The effect of a partition on the players.</summary>
/// <param name="Partition">Which.</param>
/// <param name="ServerErrors">Answers of 5xx until the service was back.</param>
/// <param name="Unanswered">Requests that got no answer at all.</param>
/// <param name="Late">Answers after more than 5 s, from nodes 6 s.</param>
/// <param name="Silence">Longest time in which nobody got a 2xx; 0 below 1 s.</param>
/// <param name="Wait">Longest time that a player waited for its 2xx while it sent again and again; 0 below 1 s.</param>
/// <param name="Back">From the healing until every front door or node had taken starts and events of new and old sessions.</param>
/// <param name="Restarts">Silos that were declared dead and ended, and any other process that did.</param>
internal sealed record DonePartition(Partition Partition, int ServerErrors, int Unanswered, int Late, TimeSpan Silence, TimeSpan Wait, TimeSpan Back, int Restarts)
{
    public const string Header = "| fault | healed after | 5xx | no answer | late | nobody answered | one player waited | back after healing | restarts |\n|---|---|---|---|---|---|---|---|---|";

    public override string ToString() =>
        $"| {Partition.Fault.Name} | {Partition.Heal} | {ServerErrors} | {Unanswered} | {Late} | {Text(Silence)} | {Text(Wait)} | {Text(Back)} | {Restarts} |";
}
