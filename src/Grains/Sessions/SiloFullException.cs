namespace SessionGrains.Sessions;

/// <summary>The silo holds as many open sessions as it takes: the caller answers 503 and may try again.</summary>
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
