namespace SessionGrains.Api.Operators.Keys;

/// <summary>The result of checking a key that was sent.</summary>
/// <param name="Key">The key; null if it is wrong or was not checked.</param>
/// <param name="Wait">How long the address has to wait before its next key is checked; zero if it does not.</param>
internal readonly record struct KeyCheckResult(OperatorKey? Key, TimeSpan Wait);
