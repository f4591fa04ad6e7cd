using System.Runtime.InteropServices;

namespace SessionGrains.TestKit;

/// <summary>One of the real executables, in its own process group as under a shell, with its output. Killed with its children when disposed.</summary>
public sealed partial class RunningProcess : IDisposable
{
    private const int SigInt = 2;
    private const int SigKill = 9;
    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigStop = 19;

    private readonly Process _process;
    private readonly List<string> _lines = [];

    private RunningProcess(Process process) => _process = process;

    /// <summary>The operator key of the front doors that tests start.</summary>
    public const string OperatorKey = "a-key-for-tests-0123456789";

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    public bool HasExited => _process.HasExited;

    public string Output
    {
        get
        {
            lock (_lines)
                return string.Join('\n', _lines);
        }
    }

    public static RunningProcess Silo(string directory, params string[] args) => Start("SessionGrains.Silo", [$"--Cluster:Directory={directory}", .. args]);

    public static RunningProcess FrontDoor(string directory, int port, params string[] args) =>
        Start("SessionGrains.Api", [$"--Cluster:Directory={directory}", "--Cluster:Mode=Localhost", "--Cluster:Role=FrontDoor", $"--Operator:ApiKey={OperatorKey}", $"--urls=http://127.0.0.1:{port}", .. args]);

    public static RunningProcess Node(string directory, int port, params string[] args) => Start("SessionGrains.Api", NodeSettings(directory, port, args));

    /// <summary>A node whose clock shows another time, by Debian's <c>faketime</c>. Its timers run as usual.</summary>
    public static RunningProcess NodeWithClock(TimeSpan ahead, string directory, int port, params string[] args) => StartFile(
        ProgramPath.Find("faketime")!,
        ["--exclude-monotonic", "-f", FormattableString.Invariant($"{ahead.TotalSeconds:+0;-0}s"), Path.Combine(Executables.Folder, "SessionGrains.Api"), .. NodeSettings(directory, port, args)]);

    public static RunningProcess LocalCluster(string directory, int port, params string[] args) =>
        Start("SessionGrains.Api", ["cluster", $"--urls=http://127.0.0.1:{port}", $"--Cluster:Directory={directory}", .. args]);

    /// <summary>Reads with <see cref="OperatorKey"/>; a player has none.</summary>
    public static HttpClient Operator(int port) => new()
    {
        BaseAddress = new Uri($"http://127.0.0.1:{port}"),
        DefaultRequestHeaders = { Authorization = new("Bearer", OperatorKey) },
    };

    /// <summary>Both programs lie in the front door's output folder, where the cluster command finds the silo too.</summary>
    public static RunningProcess Start(string program, IEnumerable<string> args) => StartFile(Path.Combine(Executables.Folder, program), args);

    public static RunningProcess StartFile(string path, IEnumerable<string> args)
    {
        var info = new ProcessStartInfo("setsid", [path, .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var running = new RunningProcess(new Process { StartInfo = info });
        running._process.OutputDataReceived += running.Keep;
        running._process.ErrorDataReceived += running.Keep;
        running._process.Start();
        running._process.BeginOutputReadLine();
        running._process.BeginErrorReadLine();
        return running;
    }

    public static bool IsAlive(int processId) => Signal(processId, 0) == 0;

    public static void Kill(int processId) => _ = Signal(processId, SigKill);

    public static void Terminate(int processId) => _ = Signal(processId, SigTerm);

    /// <summary>Ctrl-C in the terminal: every process of the group gets it.</summary>
    public void Interrupt() => _ = Signal(-Id, SigInt);

    public void Terminate() => _ = Signal(Id, SigTerm);

    /// <summary>This process alone, without a chance to end its children.</summary>
    public void Kill() => _ = Signal(Id, SigKill);

    /// <summary>It stays connected and does nothing more until <see cref="Resume"/>.</summary>
    public void Pause() => _ = Signal(Id, SigStop);

    public void Resume() => _ = Signal(Id, SigCont);

    public Task WaitForLineAsync(string text) =>
        Deadline.UntilAsync(() => Output.Contains(text, StringComparison.Ordinal), () => $"no line with '{text}' from {_process.StartInfo.Arguments}:\n{Output}");

    public async Task<int> WaitForExitAsync()
    {
        using var patience = new CancellationTokenSource(Deadline.Patience);
        await _process.WaitForExitAsync(patience.Token);
        return ExitCode;
    }

    public void Dispose()
    {
        _ = Signal(-Id, SigKill);
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);

        _process.Dispose();
    }

    private static string[] NodeSettings(string directory, int port, string[] args) =>
        [$"--Cluster:Directory={directory}", "--Cluster:Mode=Localhost", "--Cluster:Role=Node", $"--Operator:ApiKey={OperatorKey}", $"--urls=http://127.0.0.1:{port}", .. args];

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
            return;

        lock (_lines)
            _lines.Add(line.Data);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int processId, int signal);
}
