namespace SessionGrains.Viewers;

/// <summary>What the program ends with; <c>--help</c> explains them.</summary>
internal static class ExitCode
{
    public const int AsSent = 0;
    public const int Different = 1;
    public const int WrongArguments = 2;
    public const int ServerFailed = 3;
    public const int Interrupted = 130;
}
