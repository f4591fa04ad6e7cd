namespace SessionGrains.Bench.Cost.Runs;

/// <summary>Tells whoever waits what happens.</summary>
internal interface IProgressLog
{
    void Say(string line);
}
