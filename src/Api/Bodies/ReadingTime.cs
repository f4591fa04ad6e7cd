using System.IO.Pipelines;

namespace SessionGrains.Api.Bodies;

/// <summary>
/// Ends a read that takes too long: it returns as canceled. A read ended by a token would leave Kestrel's reader in the middle of it, which Kestrel
/// logs as an error with a stack trace, so that slow players could fill the log.
/// </summary>
internal sealed class ReadTimeout : IDisposable
{
    private readonly CancellationTokenSource _end;
    private readonly CancellationTokenRegistration _ending;

    public ReadTimeout(PipeReader reader, TimeSpan patience, TimeProvider time)
    {
        _end = new CancellationTokenSource(patience, time);
        _ending = _end.Token.UnsafeRegister(static reader => ((PipeReader)reader!).CancelPendingRead(), reader);
    }

    /// <summary>The reader is not touched any more: what its connection reads next is another request.</summary>
    /// <returns>Whether the time was over before.</returns>
    public bool End()
    {
        _ending.Dispose();
        _end.Dispose();
        return _end.IsCancellationRequested;
    }

    public void Dispose() => End();
}
