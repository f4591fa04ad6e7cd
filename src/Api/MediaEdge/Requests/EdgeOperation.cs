namespace SessionGrains.Api.MediaEdge.Requests;

/// <summary>What a path of the Media Edge API is for.</summary>
internal enum EdgeOperation : byte
{
    /// <summary><c>/va/v1/{event}</c>: an event of media, or a downloaded session.</summary>
    Media,

    /// <summary><c>/v1/interact</c>: events of any kind; the answer has a body.</summary>
    Interact,

    /// <summary><c>/v1/collect</c>: events of any kind; the answer has a body only if there is something to tell.</summary>
    Collect,

    /// <summary><c>/v1/privacy/set-consent</c>.</summary>
    SetConsent,
}
