namespace SessionGrains.Bench.Cost;

/// <summary>A line for each thing that happens, on the error output: the standard output has the tables alone.</summary>
internal sealed class ConsoleProgress : IProgressLog
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public void Say(string line) => Console.Error.WriteLine($"{Stopwatch.GetElapsedTime(_start):mm\\:ss}  {line}");
}
