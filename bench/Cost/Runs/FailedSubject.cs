namespace SessionGrains.Bench.Cost;

/// <summary>A subject that did not do what it is measured for, and what it did instead.</summary>
internal sealed record FailedSubject(string Name, string Reason)
{
    /// <summary>It gave a wrong answer, did not start or has died; anything else is a fault of the bench.</summary>
    public static bool Explains(Exception fault) => fault is LoadFailedException or InvalidOperationException or IOException or SocketException;
}
