using System.IO.Pipelines;

namespace SessionGrains.Api.Bodies;

/// <summary>
/// Cancels a pending read after a timeout. A CancellationToken would interrupt Kestrel's reader in the middle of a read, which Kestrel logs as an error with a
/// stack trace, so slow players could fill the log.
/// </summary>
internal sealed class ReadTimeout : IDisposable
{
    private readonly CancellationTokenSource _timeout;
    private readonly CancellationTokenRegistration _registration;

    public ReadTimeout(PipeReader reader, TimeSpan timeout, TimeProvider time)
    {
        _timeout = new CancellationTokenSource(timeout, time);
        _registration = _timeout.Token.UnsafeRegister(static reader => ((PipeReader)reader!).CancelPendingRead(), reader);
    }

    /// <summary>Stops the timer. The reader must not be touched any more: its next read belongs to another request.</summary>
    /// <returns>Whether the timeout had elapsed.</returns>
    public bool Stop()
    {
        _registration.Dispose();
        _timeout.Dispose();
        return _timeout.IsCancellationRequested;
    }

    public void Dispose() => Stop();
}
