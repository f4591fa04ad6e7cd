namespace SessionGrains.Viewers;

/// <summary>The exit codes of the program, explained by <c>--help</c>.</summary>
internal static class ExitCode
{
    public const int AsSent = 0;
    public const int Different = 1;
    public const int WrongArguments = 2;
    public const int ServerFailed = 3;
    public const int Interrupted = 130;
}
