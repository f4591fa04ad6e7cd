using SessionGrains.Rooms;

namespace SessionGrains.PowerLoss.Tests;

/// <summary>What happened to the files below one folder, which was empty when the recording began.</summary>
internal sealed class DiskLog
{
    private static readonly HashSet<string> Unknown = ["link", "linkat", "copy_file_range", "sendfile", "splice", "io_uring_enter", "pwritev", "pwritev2", "truncate", "creat"];

    private readonly string _root;
    private readonly Dictionary<string, int> _files = [];
    private readonly Dictionary<int, long> _positions = [];
    private readonly Dictionary<int, long> _lengths = [];
    private readonly HashSet<int> _appended = [];
    private int _lastFile;

    private DiskLog(string root) => _root = Path.TrimEndingDirectorySeparator(root) + "/";

    /// <summary>In the order in which they were asked for.</summary>
    public List<DiskOperation> Operations { get; } = [];

    public List<Sync> Syncs { get; } = [];

    /// <summary>The last name of each file, without the folder.</summary>
    public Dictionary<int, string> LastNames { get; } = [];

    public static DiskLog Of(IEnumerable<Syscall> calls, string root)
    {
        var log = new DiskLog(root);
        foreach (var call in calls)
            log.Take(call);
        return log;
    }

    /// <summary>As if some files were never synced: those whose name ends so.</summary>
    public DiskLog WithoutSyncsOf(string suffix)
    {
        var log = new DiskLog(_root);
        log.Operations.AddRange(Operations);
        log.Syncs.AddRange(Syncs.Where(sync => sync.File is not { } file || !LastNames[file].EndsWith(suffix, StringComparison.Ordinal)));
        return log;
    }

    private void Take(Syscall call)
    {
        switch (call.Name)
        {
            case "openat" or "open" when call.Result >= 0:
                Open(call);
                break;
            case "write" or "writev" or "pwrite64" when FileOf(call) is { } file:
                Write(call, file);
                break;
            case "lseek" when call.Result >= 0 && FileOf(call) is { } file:
                _positions[file] = call.Result;
                break;
            case "ftruncate" when FileOf(call) is { } file:
                Resize(call, file, call.FromTheEnd(1), onlyLonger: false);
                break;
            case "fallocate" when FileOf(call) is { } file:
                Reserve(call, file);
                break;
            case "fsync" or "fdatasync" when call.Result == 0 && !call.IsInjected && call.DescriptorPath is { } path && IsBelow(path):
                Syncs.Add(new Sync(_files.TryGetValue(path, out var synced) ? synced : null, call.Begun, call.Ended, call.Seconds));
                break;
            case "rename" or "renameat" or "renameat2" when call.Result == 0:
                Rename(call, [.. call.Strings.Select(Absolute)]);
                break;
            case "unlink" or "unlinkat" when call.Result == 0 && _files.Remove(Absolute(call.Strings[0]), out var gone):
                Operations.Add(new Renamed(Relative(Absolute(call.Strings[0])), null, gone, call.Begun, call.Ended, call.Seconds));
                break;
            case "mmap" when call.Mentions("MAP_SHARED"u8) && call.Mentions("PROT_WRITE"u8):
                RefuseMapped(call);
                break;
            default:
                if (Unknown.Contains(call.Name) && call.DescriptorPath is { } touched && IsBelow(touched))
                    throw Untold(call);
                break;
        }
    }

    private void Open(Syscall call)
    {
        if (call.ResultPath is not { } path || !IsBelow(path) || call.Mentions("O_DIRECTORY"u8))
            return;

        if (call.Mentions("O_SYNC"u8) || call.Mentions("O_DSYNC"u8))
            throw Untold(call);

        if (!_files.TryGetValue(path, out var file))
        {
            if (!call.Mentions("O_CREAT"u8))
                return;

            file = _files[path] = ++_lastFile;
            LastNames[file] = Relative(path);
            Operations.Add(new Renamed(null, Relative(path), file, call.Begun, call.Ended, call.Seconds));
        }
        else if (call.Mentions("O_TRUNC"u8))
        {
            Resize(call, file, 0, onlyLonger: false);
        }

        _positions[file] = 0;
        if (call.Mentions("O_APPEND"u8))
            _appended.Add(file);
    }

    private void Write(Syscall call, int file)
    {
        // A write that failed or had not returned may have reached the file all the same, as a whole as far as it goes.
        var data = call.Data;
        if (call.HasReturned)
            data = call.Result < 0 ? [] : data[..(int)Math.Min(call.Result, data.Length)];
        if (data.Length == 0)
            return;

        var isPositioned = call.Name == "pwrite64";
        var offset = isPositioned ? call.FromTheEnd(1) : _appended.Contains(file) ? _lengths.GetValueOrDefault(file) : _positions.GetValueOrDefault(file);
        if (!isPositioned)
            _positions[file] = offset + data.Length;
        _lengths[file] = Math.Max(_lengths.GetValueOrDefault(file), offset + data.Length);
        Operations.Add(new Written(file, offset, data, call.Begun, call.Ended, call.Seconds));
    }

    private void Resize(Syscall call, int file, long length, bool onlyLonger)
    {
        if (call.HasReturned && call.Result < 0)
            return;

        _lengths[file] = onlyLonger ? Math.Max(_lengths.GetValueOrDefault(file), length) : length;
        Operations.Add(new Resized(file, length, onlyLonger, call.Begun, call.Ended, call.Seconds));
    }

    /// <summary>Room that is set aside without a change of the length is nothing that can be read.</summary>
    private void Reserve(Syscall call, int file)
    {
        if (call.Mentions(", 0, "u8) && !call.Mentions("FALLOC_FL_"u8))
            Resize(call, file, call.FromTheEnd(2) + call.FromTheEnd(1), onlyLonger: true);
        else if (!call.Mentions(", FALLOC_FL_KEEP_SIZE, "u8))
            throw Untold(call);
    }

    private void Rename(Syscall call, string[] names)
    {
        if (!_files.Remove(names[0], out var file))
            return;

        _files[names[1]] = file;
        LastNames[file] = Relative(names[1]);
        Operations.Add(new Renamed(Relative(names[0]), Relative(names[1]), file, call.Begun, call.Ended, call.Seconds));
    }

    /// <summary>What is written through memory is not in the trace. SQLite's index of its log is, and need not outlive a crash.</summary>
    private void RefuseMapped(Syscall call)
    {
        foreach (var (path, _) in _files)
        {
            if (!path.EndsWith("-shm", StringComparison.Ordinal) && call.Mentions([.. Hex(path), (byte)'>']))
                throw new InvalidDataException($"{Relative(path)} is written through memory, which the recorder does not see.");
        }
    }

    private int? FileOf(Syscall call) =>
        call.DescriptorPath is { } path && IsBelow(path) && !path.EndsWith("-shm", StringComparison.Ordinal) && _files.TryGetValue(path, out var file) ? file : null;

    /// <summary>Relative paths are of a process whose working folder is the root, as Redis' is.</summary>
    private string Absolute(string path) => path.StartsWith('/') ? path : _root + path;

    private string Relative(string path) => path[_root.Length..];

    private bool IsBelow(string path) => path.StartsWith(_root, StringComparison.Ordinal) || path == _root[..^1];

    private static byte[] Hex(string path) => System.Text.Encoding.ASCII.GetBytes(string.Concat(System.Text.Encoding.UTF8.GetBytes(path).Select(static one => $"\\x{one:x2}")));

    private static InvalidDataException Untold(Syscall call) => new($"The trace has a call whose effect on the disk is not known here: {call.Name}.");
}
