using System.Runtime.InteropServices;
using SessionGrains.Viewers;
using SessionGrains.Viewers.Options;
using SessionGrains.Viewers.Progress;
using Spectre.Console;

if (CommandLine.AsksForHelp(args))
{
    Console.WriteLine(CommandLine.Help);
    return ExitCode.AsSent;
}

CrowdOptions options;
try
{
    options = CommandLine.Parse(args);
}
catch (UsageException wrong)
{
    await Console.Error.WriteLineAsync($"viewers: {wrong.Message}");
    return ExitCode.WrongArguments;
}

using var interrupted = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
IProgressDisplay display = options.Plain || Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Ansi
    ? new ProgressLines(Console.Out)
    : new ProgressPanel(AnsiConsole.Console, options);
return await new CrowdRun(options, display, Console.Out, Console.Error, TimeProvider.System).RunAsync(interrupted.Token);

void Interrupt(PosixSignalContext signal)
{
    // The second is for someone who doesn't want to wait.
    signal.Cancel = !interrupted.IsCancellationRequested;
    interrupted.Cancel();
}
