namespace SessionGrains.Messages;

/// <summary>The API that a session came by. The numbers are stored.</summary>
public enum SessionApi : byte
{
    /// <summary><c>/api/v1</c>.</summary>
    MediaCollection = 0,

    /// <summary><c>/ee</c>, in XDM.</summary>
    MediaEdge = 1,
}
