using SessionGrains.Silo.Startup;

namespace SessionGrains.Api.Demo;

/// <summary>A folder below the temporary files that only this user can access, deleted with all that is in it.</summary>
internal sealed class ThrowawayFolder : IDisposable
{
    /// <exception cref="StartRefusedException">It cannot be created.</exception>
    public ThrowawayFolder()
    {
        try
        {
            // With mode 0700.
            Path = Directory.CreateTempSubdirectory("sessiongrains-demo-").FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"No folder can be created in {System.IO.Path.GetTempPath()} ({e.Message.TrimEnd('.')}): name another place in TMPDIR.", e);
        }
    }

    public string Path { get; }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The folder {Path} could not be deleted: {e.Message}");
        }
    }
}
