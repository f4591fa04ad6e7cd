namespace SessionGrains.Stores;

/// <summary>What a session store does without being asked.</summary>
/// <param name="RemovesExpired">True when it removes closed sessions after their retention; otherwise the silo's deadline wheel sees to it.</param>
public sealed record SessionStoreTraits(bool RemovesExpired);
