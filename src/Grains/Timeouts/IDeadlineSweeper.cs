namespace SessionGrains.Timeouts;

/// <summary>The one sweeper of a cluster (key 0): whatever silo it lives on, it looks after the sessions of silos that died.</summary>
[Alias("sg.deadline-sweeper")]
internal interface IDeadlineSweeper : IGrainWithIntegerKey
{
    /// <summary>Tells all sessions that are due by the deadline index, unless that was done a moment ago.</summary>
    [Alias("sweep"), ResponseTimeout("00:01:00")] Task Sweep();
}
