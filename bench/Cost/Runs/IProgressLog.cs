namespace SessionGrains.Bench.Cost;

/// <summary>Tells whoever waits what happens.</summary>
internal interface IProgressLog
{
    void Say(string line);
}
