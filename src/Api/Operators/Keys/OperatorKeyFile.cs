using System.Text;
using SessionGrains.Silo.Files;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Api.Operators.Keys;

/// <summary>
/// The key that the server makes for itself where none is configured, in a file beside the store that only its user can read. All front doors of a
/// local cluster come to the same: whoever is first fills the file, under a lock that readers respect too.
/// </summary>
/// <param name="path">Where it is; null: this process has no folder for it.</param>
internal sealed class OperatorKeyFile(string? path)
{
    private const UnixFileMode UserAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(20);

    public string? Path { get; } = path is null ? null : System.IO.Path.GetFullPath(path);

    /// <summary>What is in it; null as long as it was not asked for.</summary>
    public string? Key { get; private set; }

    /// <summary>Reads the key, and makes it first if there is none and it is needed.</summary>
    /// <exception cref="StartRefusedException">The file cannot be made or read, others can read it too, or what is in it is no key.</exception>
    public async Task OpenAsync(bool isNeeded, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var began = time.GetTimestamp(); ; await Task.Delay(BetweenTries, time, cancellationToken))
        {
            try
            {
                var key = ReadExisting() ?? (isNeeded ? ReadOrMake() : null);
                Key = key is null ? null : Check(key);
                return;
            }
            catch (IOException e) when (IsLocked(e) && time.GetElapsedTime(began) < Patience)
            {
                // Another front door is at it.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new StartRefusedException($"Operator:ApiKey is not set, and the key file {Path} can be neither read nor made ({e.Message.TrimEnd('.')}): set Operator__ApiKey to a key of at least {KeyText.LeastLength} characters (openssl rand -hex 32).", e);
            }
        }
    }

    /// <summary>Null: there is no file, or it is still empty.</summary>
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
            File.SetUnixFileMode(file.SafeFileHandle, UserAlone);

        var key = KeyText.MakeNew();
        file.Write(Encoding.ASCII.GetBytes(key + "\n"));
        file.Flush(flushToDisk: true);
        return key;
    }

    private string Read(FileStream file)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & OwnerOnlyFiles.Others) != 0)
            throw new StartRefusedException($"The key file {Path} can be read by others than its user: chmod 600 it, and make a new key (delete the file, and the next start makes one).");

        Span<byte> bytes = stackalloc byte[KeyText.MostLength + 2];
        return Encoding.UTF8.GetString(bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)]).Trim();
    }

    private string Check(string key) => KeyText.Fault(key) is { } fault
        ? throw new StartRefusedException($"The key in the key file {Path} {fault} Or delete the file, and the next start makes one.")
        : key;

    /// <summary>The lock's own answer: EWOULDBLOCK of Linux and of macOS, a sharing violation of Windows.</summary>
    private static bool IsLocked(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);
}
