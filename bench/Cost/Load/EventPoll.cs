using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SessionGrains.Bench.Cost;

/// <summary>
/// The kernel's epoll. One thread that waits for many sockets costs the load generator a few microseconds per request, a fraction of what
/// asynchronous sockets do, so that on two cores it keeps ahead of every subject.
/// </summary>
internal sealed unsafe partial class EventPoll : IDisposable
{
    private const int AddDescriptor = 1;
    private const uint Readable = 1;
    private const int Interrupted = 4;
    private const int Most = 256;

    // struct epoll_event is packed on x64 and nowhere else.
    private static readonly int Size = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int TagOffset = Size - sizeof(long);

    private readonly byte[] _events = GC.AllocateArray<byte>(Most * 16, pinned: true);
    // Closed once, however often it is disposed of: a descriptor closed twice is somebody else's by then.
    private readonly SafeFileHandle _descriptor = new(Checked(Create(0)), ownsHandle: true);

    /// <summary>Reports this socket, as <paramref name="tag"/>, whenever there is something to read.</summary>
    public void Add(SafeHandle socket, int tag)
    {
        var happening = stackalloc byte[16];
        *(uint*)happening = Readable;
        *(long*)(happening + TagOffset) = tag;
        _ = Checked(Control(_descriptor, AddDescriptor, (int)socket.DangerousGetHandle(), happening));
    }

    /// <summary>Waits for sockets to read, at most so long, and returns their number; their tags: <see cref="Tag"/>.</summary>
    public int Wait(TimeSpan most)
    {
        var timeout = stackalloc long[2];
        var ticks = Math.Max(0, most.Ticks);
        timeout[0] = ticks / TimeSpan.TicksPerSecond;
        timeout[1] = ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick;
        fixed (byte* events = _events)
        {
            var count = WaitPrecisely(_descriptor, events, Most, timeout, null);
            return count < 0 && Marshal.GetLastPInvokeError() == Interrupted ? 0 : Checked(count);
        }
    }

    public int Tag(int index) => (int)BitConverter.ToInt64(_events, (index * Size) + TagOffset);

    public void Dispose() => _descriptor.Dispose();

    private static int Checked(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle poll, int operation, int descriptor, byte* happening);

    [LibraryImport("libc", EntryPoint = "epoll_pwait2", SetLastError = true)]
    private static partial int WaitPrecisely(SafeFileHandle poll, byte* events, int most, long* timeout, void* signals);
}
