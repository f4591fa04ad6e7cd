namespace SessionGrains.Stores;

/// <summary>The store did not store what had to be stored. The call had no effect; the caller answers 503, and a retry may succeed.</summary>
[GenerateSerializer, Alias("sg.store-unavailable")]
public sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException()
    {
    }

    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    public StoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// The failure without its cause. The cause is a database's own exception, which Orleans cannot serialize: callers would see a missing codec instead.
    /// </summary>
    internal static StoreUnavailableException Of(Exception failure) => failure switch
    {
        StoreUnavailableException { InnerException: null } ready => ready,
        StoreUnavailableException wrapped => new(wrapped.Message),
        _ => new($"The session store did not answer: {failure.Message}"),
    };
}
