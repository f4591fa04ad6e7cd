using System.CommandLine;
using System.Runtime.InteropServices;
using SessionGrains.Viewers;
using Spectre.Console;

using var interrupted = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
CommandLine.Command.SetAction((parsed, _) =>
{
    var options = CommandLine.Read(parsed);
    IProgressDisplay display = options.Plain || Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Ansi
        ? new ProgressLines(Console.Out)
        : new ProgressPanel(AnsiConsole.Console, options);
    return new CrowdRun(options, display, Console.Out, Console.Error, TimeProvider.System).RunAsync(interrupted.Token);
});

var arguments = CommandLine.Command.Parse(args);
try
{
    // Signals are handled above: the first one ends the crowd with its figures.
    var exitCode = await arguments.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
    return arguments.Errors.Count > 0 ? ExitCode.WrongArguments : exitCode;
}
catch (ArgumentException wrong)
{
    await Console.Error.WriteLineAsync($"viewers: {wrong.Message}");
    return ExitCode.WrongArguments;
}

void Interrupt(PosixSignalContext signal)
{
    // The second signal ends the program at once.
    signal.Cancel = !interrupted.IsCancellationRequested;
    interrupted.Cancel();
}
