namespace SessionGrains.Api.MediaCollection.Reading;

/// <summary>What the reader does about members that the catalogue does not know (<c>Validation:Mode</c>, decisions.md section 2).</summary>
internal enum ValidationMode
{
    /// <summary>Accept and note them.</summary>
    Standard,

    /// <summary>Refuse them, as the published schemas do.</summary>
    Strict,
}
