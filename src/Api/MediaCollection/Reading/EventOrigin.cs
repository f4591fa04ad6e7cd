namespace SessionGrains.Api.MediaCollection.Reading;

/// <summary>Where an event came in, which decides what types it may have (decisions.md sections 1 and 2).</summary>
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
