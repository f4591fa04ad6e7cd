using System.Net.Sockets;
using System.Runtime;
using System.Text;

/// <summary>
/// Runs inside a subject, which knows nothing of it: the runtime loads it because DOTNET_STARTUP_HOOKS names it. Whoever connects to the Unix socket
/// in SESSION_GRAINS_BENCH_PROBES/{pid} and sends a byte gets back, in ASCII, the bytes allocated so far, the bytes of the managed heap and the µs spent on compiling.
/// 'c' collects first; any other byte does not. It also ends the subject when its input ends, as it does when the bench is killed. (The name of the class and its missing namespace are what the runtime looks for.)
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("SESSION_GRAINS_BENCH_PROBES") is not { Length: > 0 } folder)
            return;

        new Thread(EndWithInput) { IsBackground = true, Name = "bench input" }.Start();
        new Thread(() => Serve(Path.Combine(folder, $"{Environment.ProcessId}"))) { IsBackground = true, Name = "bench probe" }.Start();
    }

    private static void EndWithInput()
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
            // Nothing is ever written to it.
        }

        Environment.Exit(0);
    }

    private static void Serve(string path)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        while (true)
        {
            using var asker = listener.Accept();
            Answer(asker);
        }
    }

    private static void Answer(Socket asker)
    {
        Span<byte> question = stackalloc byte[1];
        try
        {
            if (asker.Receive(question) == 0)
                return;

            // Before anything else, so that a reading does not count its own collection.
            var allocated = GC.GetTotalAllocatedBytes();
            var heap = GC.GetTotalMemory(forceFullCollection: question[0] == (byte)'c');
            asker.Send(Encoding.ASCII.GetBytes($"{allocated} {heap} {JitInfo.GetCompilationTime().TotalMicroseconds:F0}"));
        }
        catch (SocketException)
        {
            // The asker went away: the next one may ask.
        }
    }
}
