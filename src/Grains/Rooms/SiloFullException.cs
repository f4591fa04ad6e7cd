namespace SessionGrains.Rooms;

/// <summary>The silo has no room for the session or the event, in its memory or in its store: the caller answers 503 and may try again.</summary>
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
