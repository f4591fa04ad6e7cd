namespace SessionGrains.Stores;

/// <summary>What had to be stored could not be: the caller answers 503 and may try again. Nothing of the call counts.</summary>
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
    /// The failure as it can leave the silo: without its cause, which is a database's own exception. Orleans cannot send that, and whoever waits would
    /// be told of a missing codec instead.
    /// </summary>
    internal static StoreUnavailableException Of(Exception failure) => failure switch
    {
        StoreUnavailableException { InnerException: null } ready => ready,
        StoreUnavailableException told => new(told.Message),
        _ => new($"The session store did not answer: {failure.Message}"),
    };
}
