namespace SessionGrains.Bench.Cost;

/// <summary>A process that a subject consists of, on the cores of subjects. Killed when disposed: nothing that it keeps is needed any more.</summary>
internal sealed class SubjectProcess : IDisposable
{
    private const int LinesKept = 20;

    private readonly Process _process;
    private readonly Queue<string> _lines = new();

    private SubjectProcess(string role, Process process) => (Role, _process) = (role, process);

    /// <summary>What it is in its subject: <c>api</c>, <c>node</c>, <c>silo</c>, <c>redis</c>, <c>front</c>.</summary>
    public string Role { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The last lines that it wrote.</summary>
    public string Output
    {
        get
        {
            lock (_lines)
                return string.Join('\n', _lines);
        }
    }

    public static SubjectProcess Start(string role, Cores cores, string program, IEnumerable<string> arguments, string workingDirectory, IReadOnlyDictionary<string, string>? environment = null, bool asBatch = false)
    {
        // taskset and chrt become the program: the process id is its.
        string[] scheduled = asBatch ? ["chrt", "--batch", "0", program] : [program];
        var start = new ProcessStartInfo("taskset", ["--cpu-list", string.Join(',', cores.Subject), .. scheduled, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory,
        };

        // What this process was started with must not reach what is measured.
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || name.StartsWith("DOTNET_", StringComparison.Ordinal)).ToList())
        {
            if (name != "DOTNET_ROOT")
                start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        var running = new SubjectProcess(role, new Process { StartInfo = start });
        running._process.OutputDataReceived += running.Keep;
        running._process.ErrorDataReceived += running.Keep;
        running._process.Start();
        running._process.BeginOutputReadLine();
        running._process.BeginErrorReadLine();
        return running;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
            return;

        lock (_lines)
        {
            _lines.Enqueue(line.Data);
            if (_lines.Count > LinesKept)
                _lines.Dequeue();
        }
    }
}
