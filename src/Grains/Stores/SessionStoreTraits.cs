namespace SessionGrains.Stores;

/// <summary>What a session store does by itself.</summary>
/// <param name="RemovesExpired">True if it removes closed sessions after their retention; otherwise the deadline wheel of the silo does.</param>
public sealed record SessionStoreTraits(bool RemovesExpired);
