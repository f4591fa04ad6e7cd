namespace SessionGrains.Silo.Startup;

/// <summary>A check before the host starts. It runs outside the host, which would log a failed start with a stack trace.</summary>
public interface IStartCheck
{
    /// <exception cref="StartRefusedException">The check failed; the message says what to do.</exception>
    Task CheckAsync(CancellationToken cancellationToken);
}
