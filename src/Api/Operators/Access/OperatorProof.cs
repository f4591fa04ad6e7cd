using SessionGrains.Api.Operators.Keys;

namespace SessionGrains.Api.Operators.Access;

/// <summary>Why a request may read. Kept in the request's features.</summary>
/// <param name="Access">How the caller proved itself.</param>
/// <param name="Key">The key that was sent, or that the cookie was made with; null if none is needed.</param>
internal sealed record OperatorProof(OperatorAccess Access, OperatorKey? Key);
