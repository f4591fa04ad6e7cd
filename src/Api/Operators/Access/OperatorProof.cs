using SessionGrains.Api.Operators.Keys;

namespace SessionGrains.Api.Operators.Access;

/// <summary>What let a request in, kept with the request for those who serve it.</summary>
/// <param name="Access">What it was.</param>
/// <param name="Key">The key that it had, or whose cookie; null: none is needed.</param>
internal sealed record OperatorProof(OperatorAccess Access, OperatorKey? Key);
