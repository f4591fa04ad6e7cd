using System.Runtime.InteropServices;

namespace SessionGrains.Bench.Cost;

/// <summary>Which cores belong to the subjects and which to the load.</summary>
internal sealed unsafe partial record Cores(IReadOnlyList<int> Subject, IReadOnlyList<int> Load)
{
    private const int MaskBytes = 128;

    /// <summary>The load gets the last of the cores that this process may use. With only one core both share it.</summary>
    public static Cores Divide()
    {
        var line = File.ReadLines("/proc/self/status").First(static line => line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal));
        var cores = Parse(line.Split(':')[1].Trim());
        return cores.Count == 1 ? new Cores(cores, cores) : new Cores([.. cores.SkipLast(1)], [cores[^1]]);
    }

    public bool AreApart => !Subject.Intersect(Load).Any();

    /// <summary>As taskset and the kernel write it: <c>0-2,5</c>.</summary>
    internal static IReadOnlyList<int> Parse(string list) =>
        [.. list.Split(',').SelectMany(static range => range.Split('-') is [var first, var last]
            ? Enumerable.Range(int.Parse(first), int.Parse(last) - int.Parse(first) + 1)
            : [int.Parse(range)])];

    /// <summary>Runs this on a thread of its own, which stays on the cores of the load.</summary>
    public Task<TResult> RunLoadAsync<TResult>(Func<TResult> load)
    {
        var done = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                Pin();
                done.SetResult(load());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        })
        { IsBackground = true, Name = "load" };
        thread.Start();
        return done.Task;
    }

    private void Pin()
    {
        var mask = stackalloc byte[MaskBytes];
        new Span<byte>(mask, MaskBytes).Clear();
        foreach (var core in Load)
            mask[core / 8] |= (byte)(1 << (core % 8));

        if (SetAffinity(0, MaskBytes, mask) != 0)
            throw new InvalidOperationException($"The load thread cannot be pinned: error {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int thread, nint size, byte* mask);
}
