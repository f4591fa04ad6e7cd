using SessionGrains.Silo.Files;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Api.Operators.Keys;

/// <summary>
/// The key that the server creates if none is configured, in a file next to the store that only the server's user can read. The front doors of a local
/// cluster share it: the first one writes the file, under a lock that readers respect too.
/// </summary>
/// <param name="path">The file's path; null if this process has no folder for it.</param>
internal sealed class OperatorKeyFile(string? path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(20);

    public string? Path { get; } = path is null ? null : System.IO.Path.GetFullPath(path);

    /// <summary>The key; null until <see cref="OpenAsync"/> has read or created it.</summary>
    public string? Key { get; private set; }

    /// <summary>Reads the key. Creates it first if there is none and it is needed.</summary>
    /// <exception cref="StartRefusedException">The file cannot be created or read, other users can read it, or it contains no valid key.</exception>
    public async Task OpenAsync(bool isNeeded, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var began = time.GetTimestamp(); ; await Task.Delay(RetryDelay, time, cancellationToken))
        {
            try
            {
                var key = ReadExisting() ?? (isNeeded ? ReadOrMake() : null);
                Key = key is null ? null : Check(key);
                return;
            }
            catch (IOException e) when (OwnerOnlyFiles.IsLocked(e) && time.GetElapsedTime(began) < Timeout)
            {
                // Another front door has the file open: try again.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new StartRefusedException($"Operator:ApiKey is not set, and the key file {Path} can be neither read nor created ({e.Message.TrimEnd('.')}): set Operator__ApiKey to a key of at least {KeyText.LeastLength} characters (openssl rand -hex 32).", e);
            }
        }
    }

    /// <summary>The key; null if there is no file or it is still empty.</summary>
    private string? ReadExisting()
    {
        if (!File.Exists(Path))
            return null;

        using var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return file.Length == 0 ? null : Read(file);
    }

    private string ReadOrMake()
    {
        OwnerOnlyFiles.CreateFolder(System.IO.Path.GetDirectoryName(Path)!);
        using var file = OwnerOnlyFiles.Open(Path!, FileMode.OpenOrCreate, FileShare.None);
        if (file.Length > 0)
            return Read(file);

        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file.SafeFileHandle, OwnerOnly);

        var key = KeyText.MakeNew();
        file.Write(Encoding.ASCII.GetBytes(key + "\n"));
        file.Flush(flushToDisk: true);
        return key;
    }

    private string Read(FileStream file)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & OwnerOnlyFiles.Others) != 0)
            throw new StartRefusedException($"The key file {Path} can be read by other users: delete it, and the next start creates a new key; to keep this key, chmod 600 the file.");

        Span<byte> bytes = stackalloc byte[KeyText.MostLength + 2];
        return Encoding.UTF8.GetString(bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)]).Trim();
    }

    private string Check(string key) => KeyText.Fault(key) is { } fault
        ? throw new StartRefusedException($"The key in the key file {Path} {fault} Or delete the file, and the next start creates a key.")
        : key;
}
