using System.Diagnostics;
using SessionGrains.Api.Startup;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Api.LocalCluster;

/// <summary>A process of the local cluster. It stops when its standard input is closed, so also when this process is killed.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private volatile bool _isMuted;

    private ChildProcess(string name, Process process)
    {
        Name = name;
        _process = process;
        Id = process.Id;
        Exited = process.WaitForExitAsync();
    }

    public string Name { get; }

    public int Id { get; }

    public bool HasExited => Exited.IsCompleted;

    /// <summary>128 plus the signal number when a signal ended it.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Completes when the process has exited and its last line was written.</summary>
    public Task Exited { get; }

    /// <summary>Starts a program from this program's folder; each line it writes goes to <paramref name="output"/>, prefixed with its name.</summary>
    public static ChildProcess Start(string name, string program, IEnumerable<string> args, TextWriter output)
    {
        var start = StartInfo(program);
        foreach (var arg in args)
            start.ArgumentList.Add(arg);

        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        var process = new Process { StartInfo = start };
        process.Start();
        var child = new ChildProcess(name, process);
        process.OutputDataReceived += Write;
        process.ErrorDataReceived += Write;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;

        void Write(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is not null && !child._isMuted)
                output.WriteLine($"{name,-7} | {line.Data}");
        }
    }

    /// <summary>Asks the process to stop.</summary>
    public void RequestStop()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has exited already.
        }
    }

    /// <summary>Suppresses its further output: the output of a process that is stopped while it starts is of no use.</summary>
    public void Mute() => _isMuted = true;

    public void Kill() => _process.Kill(entireProcessTree: true);

    public void Dispose() => _process.Dispose();

    /// <summary>What starts the program in a shell.</summary>
    public static string CommandOf(string program)
    {
        var start = StartInfo(program);
        return string.Join(' ', [start.FileName, .. start.ArgumentList]);
    }

    /// <summary>Starts the program's own executable, or <c>dotnet</c> with its DLL when this process was started that way or, as in the .NET tool, there is no executable.</summary>
    private static ProcessStartInfo StartInfo(string program)
    {
        if (ProgramForm.IsSingleFile)
            return new ProcessStartInfo(Environment.ProcessPath!);

        var path = Path.Combine(AppContext.BaseDirectory, program);
        var executable = OperatingSystem.IsWindows() ? $"{path}.exe" : path;
        if (StartedAs.ByDotnet)
            return new ProcessStartInfo(Environment.ProcessPath!, [$"{path}.dll"]);

        return File.Exists(executable) ? new ProcessStartInfo(executable) : new ProcessStartInfo(StartedAs.FindDotnet(), [$"{path}.dll"]);
    }
}
