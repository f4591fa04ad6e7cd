namespace SessionGrains.Api.Reading;

/// <summary>The request an event came in. Determines which event types are allowed (docs/protocol.md#1-operations).</summary>
internal enum EventOrigin : byte
{
    /// <summary><c>POST /api/v1/sessions</c> with an object.</summary>
    Sessions,

    /// <summary><c>POST /api/v1/sessions/{sid}/events</c>.</summary>
    Events,

    /// <summary>The first event of a downloaded session.</summary>
    BatchStart,

    /// <summary>A later event of a downloaded session.</summary>
    BatchRest,
}
