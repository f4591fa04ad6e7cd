namespace SessionGrains.Rooms;

/// <summary>The silo has no room for the session or the event, in memory or in the store. The caller answers 503; a retry may succeed.</summary>
[GenerateSerializer, Alias("sg.silo-full")]
public sealed class SiloFullException : Exception
{
    public SiloFullException()
    {
    }

    public SiloFullException(string message)
        : base(message)
    {
    }

    public SiloFullException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
