namespace SessionGrains.Api.Reading;

/// <summary>How unknown members are treated: <c>Validation:Mode</c> (docs/protocol.md#2-reading-a-request).</summary>
internal enum ValidationMode
{
    /// <summary>Accept them and report a finding.</summary>
    Standard,

    /// <summary>Reject them with 400, as the published schemas do.</summary>
    Strict,
}
