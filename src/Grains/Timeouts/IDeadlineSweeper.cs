namespace SessionGrains.Timeouts;

/// <summary>The sweeper of the cluster (key 0). It handles the sessions of silos that died.</summary>
[Alias("sg.deadline-sweeper")]
internal interface IDeadlineSweeper : IGrainWithIntegerKey
{
    /// <summary>Calls all due sessions of the deadline index, unless that was just done.</summary>
    [Alias("sweep"), ResponseTimeout("00:01:00")] Task Sweep();
}
