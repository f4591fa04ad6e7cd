namespace SessionGrains.Api.Limits;

/// <summary>
/// Limits request bodies (docs/protocol.md#when-there-is-too-much-to-do). Waiting for a body does not count towards the <see cref="WorkLimiter"/>, so clients that send
/// only headers do not block others. A small body that arrives with its headers, such as a ping's, is not counted.
/// </summary>
internal sealed class ReceivingLimiter(IOptions<RequestLimitOptions> options)
{
    /// <summary>Bodies being received.</summary>
    public CapacityLimiter Bodies { get; } = new(options.Value.MaxReceivingBodies);

    /// <summary>Bytes held by bodies, from their arrival to the response.</summary>
    public CapacityLimiter Bytes { get; } = new(options.Value.ReceivingBytes);
}
