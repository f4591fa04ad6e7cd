namespace SessionGrains.Sessions;

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
}
