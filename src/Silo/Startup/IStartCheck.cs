namespace SessionGrains.Silo.Startup;

/// <summary>
/// Something that must be in order before the host starts. It runs outside of the host, which would log a failure of its own start as a stack trace.
/// </summary>
public interface IStartCheck
{
    /// <exception cref="StartRefusedException">It is not; the message says what to do.</exception>
    Task CheckAsync(CancellationToken cancellationToken);
}
