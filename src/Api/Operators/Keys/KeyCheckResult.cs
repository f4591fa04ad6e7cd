namespace SessionGrains.Api.Operators.Keys;

/// <summary>What became of a key that was sent: the key it is, or how long to wait before another is looked at, or neither: it is wrong.</summary>
internal readonly record struct KeyCheckResult(OperatorKey? Key, TimeSpan Wait);
